package org.msilo.maintenance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How fast a sweep goes, so that requests hardly notice it: each batch is one transaction, short
 * whatever the database can do, and after each the sweep rests longer than it took, much longer
 * while requests are late. For one thread.
 */
final class SweepPace {
  /** What a transaction shall take; half of what it may at most, for one that is unlucky. */
  static final Duration AIM = Duration.ofMillis(20);

  /** Rests this many times as long as the last batch took: a fifth of one connection at most. */
  static final int REST = 4;

  /** The same while requests are late: nobody waits for what is swept away. */
  static final int LONG_REST = 40;

  /** No rest is longer for requests' sake, or nothing would be done while they are many. */
  static final Duration MOST_FOR_REQUESTS = Duration.ofSeconds(1);

  /**
   * Then the others of the maintenance have their turn, and the sweep goes on in the next cycle.
   */
  static final Duration LONGEST = Duration.ofSeconds(20);

  private static final int FIRST_BATCH = 100;
  private static final int LEAST_BATCH = 50;

  private final LongSupplier nanos;
  private final LongConsumer rest;
  private final BooleanSupplier requestsAreLate;
  private final int mostInBatch;
  private final long deadline;

  /**
   * @param nanos counts nanoseconds, as {@link System#nanoTime()} does
   * @param rest waits for so many nanoseconds
   * @param requestsAreLate whether requests wait longer than they need to
   */
  SweepPace(
      int mostInBatch, LongSupplier nanos, LongConsumer rest, BooleanSupplier requestsAreLate) {
    this.nanos = nanos;
    this.rest = rest;
    this.requestsAreLate = requestsAreLate;
    this.mostInBatch = mostInBatch;
    this.deadline = nanos.getAsLong() + LONGEST.toNanos();
  }

  /** By the clock of this machine; an interrupt ends the sweep after its batch. */
  static SweepPace upTo(int mostInBatch, BooleanSupplier requestsAreLate) {
    return new SweepPace(mostInBatch, System::nanoTime, LockSupport::parkNanos, requestsAreLate);
  }

  /**
   * Does batch after batch.
   *
   * @param batch sees to so many at most, and says how many there were
   * @return whether there is more, for which there was no time
   */
  boolean run(IntUnaryOperator batch) {
    int asked = Math.min(FIRST_BATCH, mostInBatch);
    while (true) {
      long before = nanos.getAsLong();
      int done = batch.applyAsInt(asked);
      long took = nanos.getAsLong() - before;
      if (done < asked) {
        return false;
      }
      asked = next(asked, took);
      if (before + took - deadline > 0 || Thread.currentThread().isInterrupted()) {
        return true;
      }
      rest.accept(requestsAreLate.getAsBoolean() ? longRest(took) : REST * took);
    }
  }

  private static long longRest(long took) {
    return Math.max(REST * took, Math.min(LONG_REST * took, MOST_FOR_REQUESTS.toNanos()));
  }

  private int next(int batch, long took) {
    if (took > AIM.toNanos()) {
      return Math.max(LEAST_BATCH, batch / 2);
    }
    return took < AIM.toNanos() / 4 ? Math.min(mostInBatch, batch * 2) : batch;
  }
}
