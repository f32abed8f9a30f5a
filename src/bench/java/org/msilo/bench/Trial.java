package org.msilo.bench;

import org.msilo.bench.wire.Outcome;

/**
 * One stretch of requests at one rate.
 *
 * @param run which run, counted from 1
 * @param load for which load
 * @param method MESSAGE or REGISTER
 * @param cpuMicros processor time of the server process for each request answered, microseconds
 */
public record Trial(
    int run, Contender contender, String load, String method, Outcome outcome, double cpuMicros) {}
