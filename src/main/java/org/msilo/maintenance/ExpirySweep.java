package org.msilo.maintenance;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.msilo.location.BindingStore;
import org.msilo.message.OfflineMessage;
import org.msilo.store.DeviceMailboxes;
import org.msilo.store.ExpiredMail;
import org.msilo.store.MessageStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes messages, bindings and devices past their time, in small batches by an index, and tells
 * of the messages if somebody wants to hear of them. Thread-safe.
 */
public final class ExpirySweep {
  private static final Logger LOG = LoggerFactory.getLogger(ExpirySweep.class);
  private static final int BATCH = 500;

  /** Messages read at once to be told of: they come with their bodies. */
  private static final int TOLD_BATCH = 50;

  /** Messages told of in one sweep: more would be a flood, and can wait for the next one. */
  static final int MOST_TOLD = 1000;

  /** A message that went out just before it expired may still be taken (Timer F, twice). */
  static final Duration STILL_OUT = Duration.ofSeconds(64);

  private final MessageStore messages;
  private final BindingStore bindings;
  private final Optional<DeviceMailboxes> devices;
  private final Optional<Consumer<OfflineMessage>> onExpired;
  private final Clock clock;

  /** Nobody hears of what expired. */
  public ExpirySweep(MessageStore messages, BindingStore bindings, Clock clock) {
    this(messages, bindings, Optional.empty(), Optional.empty(), clock);
  }

  /**
   * @param devices whose devices are to be forgotten in time
   * @param onExpired told of each message that expired undelivered, after it was removed: at most
   *     once, even if the process dies
   */
  public ExpirySweep(
      MessageStore messages,
      BindingStore bindings,
      Optional<DeviceMailboxes> devices,
      Optional<Consumer<OfflineMessage>> onExpired,
      Clock clock) {
    this.messages = messages;
    this.bindings = bindings;
    this.devices = devices;
    this.onExpired = onExpired;
    this.clock = clock;
  }

  /** Removes all that has expired by now; of messages to be told of, as many as may be told of. */
  public void run() {
    int expired =
        onExpired
            .map(this::removeAndTell)
            .orElseGet(() -> removeAll(() -> messages.deleteExpired(clock.instant(), BATCH)));
    removeAll(() -> bindings.deleteExpired(clock.instant(), BATCH));
    devices.ifPresent(each -> removeAll(() -> each.forget(clock.instant(), BATCH)));
    if (expired > 0) {
      LOG.info("{} messages expired undelivered", expired);
    }
  }

  private static int removeAll(IntSupplier batches) {
    int removed = 0;
    int batch;
    do {
      batch = batches.getAsInt();
      removed += batch;
    } while (batch >= BATCH);
    return removed;
  }

  private int removeAndTell(Consumer<OfflineMessage> listener) {
    int told = 0;
    int removed = 0;
    ExpiredMail batch;
    do {
      batch = messages.takeExpired(clock.instant().minus(STILL_OUT), TOLD_BATCH);
      batch.undelivered().forEach(listener);
      told += batch.undelivered().size();
      removed += batch.removed();
    } while (batch.removed() == TOLD_BATCH && told < MOST_TOLD);
    return removed;
  }
}
