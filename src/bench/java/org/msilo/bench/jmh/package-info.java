/** Inner loops under JMH. */
package org.msilo.bench.jmh;
