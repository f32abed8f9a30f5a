package org.msilo.store;

import java.util.Optional;
import org.msilo.message.OfflineMessage;

/**
 * Answer to a claim on a mailbox.
 *
 * @param status whether the mailbox is ours now
 * @param first the message to send first, when it is
 * @param attempts how many rounds have failed since the last delivery
 */
public record Claim(Status status, Optional<OfflineMessage> first, int attempts) {

  /** Whether a claimed mailbox is ours. */
  public enum Status {
    /** Ours until released or lapsed. */
    CLAIMED,
    /** Nothing waits in it. */
    EMPTY,
    /** Another round has it. */
    BUSY
  }

  public static Claim empty() {
    return new Claim(Status.EMPTY, Optional.empty(), 0);
  }

  public static Claim busy() {
    return new Claim(Status.BUSY, Optional.empty(), 0);
  }
}
