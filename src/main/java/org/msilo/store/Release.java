package org.msilo.store;

import java.time.Instant;
import java.util.Optional;
import org.msilo.message.AddressOfRecord;

/**
 * The end of a round over a claimed mailbox.
 *
 * @param mailbox whose
 * @param nextAttemptAt when to try again while a binding lives; empty to wait for a REGISTER
 * @param attempts rounds that have failed since the last delivery
 * @param lastStatus status code that ended the round, 0 for none
 * @param tried what the round tried in vain, if it tried anything
 */
public record Release(
    AddressOfRecord mailbox,
    Optional<Instant> nextAttemptAt,
    int attempts,
    int lastStatus,
    Optional<Attempt> tried) {

  /** The end of a round that tried nothing. */
  public Release(
      AddressOfRecord mailbox, Optional<Instant> nextAttemptAt, int attempts, int lastStatus) {
    this(mailbox, nextAttemptAt, attempts, lastStatus, Optional.empty());
  }
}
