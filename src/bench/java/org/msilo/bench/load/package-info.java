/** One class for each load. */
package org.msilo.bench.load;
