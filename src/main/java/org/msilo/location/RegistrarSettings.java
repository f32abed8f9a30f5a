package org.msilo.location;

import java.time.Duration;

/**
 * How long bindings live, and how many there are.
 *
 * @param defaultExpires when the REGISTER asks for nothing
 * @param minExpires shorter requests are refused with 423
 * @param maxExpires longer requests are cut to this
 * @param maxBindings how many an address-of-record may have; one more is refused with 403
 */
public record RegistrarSettings(
    Duration defaultExpires, Duration minExpires, Duration maxExpires, int maxBindings) {

  /** Contacts an address-of-record may have; beyond, responses would outgrow a datagram. */
  public static final int USUAL_BINDINGS = 50;

  /** With the usual number of bindings. */
  public RegistrarSettings(Duration defaultExpires, Duration minExpires, Duration maxExpires) {
    this(defaultExpires, minExpires, maxExpires, USUAL_BINDINGS);
  }
}
