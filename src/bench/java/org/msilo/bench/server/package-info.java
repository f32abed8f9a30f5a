/** The servers under load as child processes, and what they cost. */
package org.msilo.bench.server;
