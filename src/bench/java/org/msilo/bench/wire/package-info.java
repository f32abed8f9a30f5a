/** The phones of the benchmark: an open-loop sender of requests, and phones that answer. */
package org.msilo.bench.wire;
