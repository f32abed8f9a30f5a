package org.msilo.dump;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.msilo.store.DeviceMailboxes;
import org.msilo.store.MessageStore;

/**
 * How mail goes out.
 *
 * @param pause between a round that failed and the next
 * @param devices the mailboxes by devices, when each device gets its own copy; empty when a message
 *     is done as soon as one phone took it
 * @param steps where each step of a delivery is done
 */
public record DumpSettings(RetryPause pause, Optional<DeviceMailboxes> devices, Executor steps) {

  /** The first phone that takes a message gets it, on the thread that brought the reason. */
  public static DumpSettings toFirst(RetryPause pause) {
    return new DumpSettings(pause, Optional.empty(), Runnable::run);
  }

  DeliveryRule rule(MessageStore store, Clock clock) {
    return devices
        .<DeliveryRule>map(each -> new EveryDevice(each, pause, clock))
        .orElseGet(() -> new FirstTaker(store, pause, clock));
  }
}
