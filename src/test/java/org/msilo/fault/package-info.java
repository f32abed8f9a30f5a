/** One thing goes wrong at a time, and the guarantees hold all the same. */
package org.msilo.fault;
