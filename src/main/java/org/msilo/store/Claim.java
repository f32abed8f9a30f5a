package org.msilo.store;

import java.util.Optional;
import org.msilo.message.DeviceId;
import org.msilo.message.OfflineMessage;

/**
 * Answer to a claim on a mailbox.
 *
 * @param status whether the mailbox is ours now
 * @param first the message to send first, when it is
 * @param attempts how many rounds have failed since the last delivery
 * @param device whose turn it is, when each device gets its own copy
 * @param refused whether what was settled just now is refused for good, by all who counted
 */
public record Claim(
    Status status,
    Optional<OfflineMessage> first,
    int attempts,
    Optional<DeviceId> device,
    boolean refused) {

  /** For any device, with nothing refused. */
  public Claim(Status status, Optional<OfflineMessage> first, int attempts) {
    this(status, first, attempts, Optional.empty(), false);
  }

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

  /** The same, after a message that is refused for good. */
  public Claim afterRefusal() {
    return new Claim(status, first, attempts, device, true);
  }

  public static Claim busy() {
    return new Claim(Status.BUSY, Optional.empty(), 0);
  }
}
