package org.msilo.store.jpa;

import java.time.Instant;
import java.util.OptionalInt;
import org.msilo.message.MessageId;

/** One step in the delivery of a mailbox, gathered with those of others into one transaction. */
sealed interface RoundStep {
  String mailbox();

  record ClaimStep(String mailbox, boolean evenIfPaused) implements RoundStep {}

  record SettleStep(String mailbox, MessageId message, OptionalInt refusedFor)
      implements RoundStep {}

  record PauseStep(String mailbox, Instant nextAttemptAt, int attempts, int status)
      implements RoundStep {}

  record EndStep(String mailbox) implements RoundStep {}

  record PostponeStep(String mailbox, Instant nextAttemptAt) implements RoundStep {}

  /** Removes a message whose mailbox nobody needs to have claimed. */
  record RemoveStep(String mailbox, MessageId message) implements RoundStep {}
}
