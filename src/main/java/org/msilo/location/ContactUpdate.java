package org.msilo.location;

import java.time.Duration;
import java.util.Optional;

/**
 * One Contact of a REGISTER.
 *
 * @param contact the Contact URI
 * @param parameters its header parameters other than expires and q, with leading semicolons, or ""
 * @param q preference in thousandths
 * @param requested the life asked for, by the expires parameter or else the Expires header; empty
 *     when neither says so or what they say is no number
 * @param takesMessages whether this contact wants MESSAGE
 * @param usesFlow whether it is reached by the flow of the REGISTER, if that had one
 */
public record ContactUpdate(
    String contact,
    String parameters,
    int q,
    Optional<Duration> requested,
    boolean takesMessages,
    boolean usesFlow) {

  /** A contact that is reached by the flow of its REGISTER. */
  public ContactUpdate(
      String contact,
      String parameters,
      int q,
      Optional<Duration> requested,
      boolean takesMessages) {
    this(contact, parameters, q, requested, takesMessages, true);
  }

  boolean isRemoval() {
    return requested.filter(Duration::isZero).isPresent();
  }
}
