package org.msilo.store.jpa;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;
import org.msilo.store.Attempt;
import org.msilo.store.DeviceSettlement;

/** One step in the delivery of a mailbox, gathered with those of others into one transaction. */
sealed interface RoundStep {
  String mailbox();

  /** Whether it may take a message out of the mailbox. */
  default boolean removes() {
    return this instanceof SettleStep
        || this instanceof RemoveStep
        || this instanceof DeviceSettleStep;
  }

  /** What is wanted of the mailbox when a message of it is settled. */
  default Then then() {
    return Then.NOTHING;
  }

  /** What is wanted of a mailbox after a message of it was settled. */
  enum Then {
    /** Its claim is to be renewed, and the next messages are to be read. */
    READ_ON,
    /** What is next was read before: it has to be ours still. */
    GO_ON,
    /** Nobody needs to have claimed it. */
    NOTHING
  }

  record ClaimStep(String mailbox, boolean evenIfPaused) implements RoundStep {}

  /** Settles a message of a claimed mailbox. */
  record SettleStep(String mailbox, MessageId message, Optional<Attempt> refusal, Then then)
      implements RoundStep {}

  record PauseStep(
      String mailbox, Instant nextAttemptAt, int attempts, int status, Optional<Attempt> tried)
      implements RoundStep {}

  record EndStep(String mailbox, Optional<Attempt> tried) implements RoundStep {}

  record PostponeStep(String mailbox, Instant nextAttemptAt) implements RoundStep {}

  /** A step of a mailbox whose messages go to each device. */
  sealed interface DeviceStep extends RoundStep {
    /** The devices that are there to be tried. */
    List<DeviceId> online();

    /** Devices seen after this count. */
    Instant countedSince();
  }

  record SeenStep(String mailbox, List<DeviceId> online, Instant countedSince)
      implements DeviceStep {}

  record DeviceClaimStep(String mailbox, List<DeviceId> online, Instant countedSince)
      implements DeviceStep {}

  /** Settles one attempt. */
  record DeviceSettleStep(DeviceSettlement settlement, Instant countedSince, Then then)
      implements DeviceStep {
    @Override
    public String mailbox() {
      return settlement.mailbox().toString();
    }

    @Override
    public List<DeviceId> online() {
      return settlement.online();
    }
  }

  /** Removes a message whose mailbox nobody needs to have claimed. */
  record RemoveStep(String mailbox, MessageId message) implements RoundStep {}
}
