package org.msilo.location;

import java.time.Duration;

/**
 * How long bindings live.
 *
 * @param defaultExpires when the REGISTER asks for nothing
 * @param minExpires shorter requests are refused with 423
 * @param maxExpires longer requests are cut to this
 */
public record RegistrarSettings(
    Duration defaultExpires, Duration minExpires, Duration maxExpires) {}
