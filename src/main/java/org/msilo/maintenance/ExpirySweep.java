package org.msilo.maintenance;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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
  private static final int MOST_IN_BATCH = 1000;

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
  private final BooleanSupplier requestsAreLate;
  private final Clock clock;
  private final AtomicBoolean unfinished = new AtomicBoolean();

  /** Nobody hears of what expired, and no requests are to be given way to. */
  public ExpirySweep(MessageStore messages, BindingStore bindings, Clock clock) {
    this(messages, bindings, Optional.empty(), Optional.empty(), () -> false, clock);
  }

  /**
   * @param devices whose devices are to be forgotten in time
   * @param onExpired told of each message that expired undelivered, after it was removed: at most
   *     once, even if the process dies
   * @param requestsAreLate whether requests wait longer than they need to, and this may not
   */
  public ExpirySweep(
      MessageStore messages,
      BindingStore bindings,
      Optional<DeviceMailboxes> devices,
      Optional<Consumer<OfflineMessage>> onExpired,
      BooleanSupplier requestsAreLate,
      Clock clock) {
    this.messages = messages;
    this.bindings = bindings;
    this.devices = devices;
    this.onExpired = onExpired;
    this.requestsAreLate = requestsAreLate;
    this.clock = clock;
  }

  /**
   * Removes what has expired by now, at a pace that leaves the database to requests; of messages to
   * be told of, as many as may be told of.
   */
  public void run() {
    AtomicInteger expired = new AtomicInteger();
    boolean more =
        onExpired
            .map(listener -> removeAndTell(listener, expired))
            .orElseGet(() -> removeAll(messages::deleteExpired, expired));
    more |= removeAll(bindings::deleteExpired, new AtomicInteger());
    more |= devices.filter(each -> removeAll(each::forget, new AtomicInteger())).isPresent();
    unfinished.set(more);
    if (expired.get() > 0) {
      LOG.info("{} messages expired undelivered", expired);
    }
  }

  /** Whether the last run left something for want of time. */
  public boolean isUnfinished() {
    return unfinished.get();
  }

  private boolean removeAll(Removal removal, AtomicInteger removed) {
    return SweepPace.upTo(MOST_IN_BATCH, requestsAreLate)
        .run(limit -> counted(removal.remove(clock.instant(), limit), removed));
  }

  private boolean removeAndTell(Consumer<OfflineMessage> listener, AtomicInteger removed) {
    AtomicInteger told = new AtomicInteger();
    return SweepPace.upTo(TOLD_BATCH, requestsAreLate)
        .run(
            limit -> {
              int most = Math.min(limit, MOST_TOLD - told.get());
              if (most == 0) {
                return 0;
              }
              ExpiredMail batch = messages.takeExpired(clock.instant().minus(STILL_OUT), most);
              batch.undelivered().forEach(listener);
              told.addAndGet(batch.undelivered().size());
              return counted(batch.removed(), removed);
            });
  }

  private static int counted(int batch, AtomicInteger sum) {
    sum.addAndGet(batch);
    return batch;
  }

  private interface Removal {
    int remove(Instant now, int limit);
  }
}
