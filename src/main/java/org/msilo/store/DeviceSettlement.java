package org.msilo.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.DeviceId;

/**
 * How the attempt to deliver a message of a claimed mailbox to one of its devices ended.
 *
 * @param mailbox whose
 * @param device which device
 * @param ending what it means for message and device
 * @param attempt the message, how often it was sent to this device, and what the device said
 * @param failedRounds rounds with this device that failed since its last delivery
 * @param retryAt before when this device gets nothing, unless it registers anew
 * @param online the devices that can take the next message
 */
public record DeviceSettlement(
    AddressOfRecord mailbox,
    DeviceId device,
    Ending ending,
    Attempt attempt,
    int failedRounds,
    Optional<Instant> retryAt,
    List<DeviceId> online) {

  public DeviceSettlement {
    online = List.copyOf(online);
  }

  /** What becomes of the message. */
  public enum Ending {
    /** This device has it. */
    TAKEN,
    /** This device will never take it. */
    REFUSED,
    /** Its user wants it on no device: it is removed. */
    DECLINED,
    /** This device did not take it now. */
    FAILED
  }
}
