package org.msilo.launcher;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How long the other side of a connection may take: until something arrives at all, and until what
 * it has begun is complete. Whoever sends a byte now and then is not waited for, either. Told by
 * one thread, asked by any.
 */
final class Pace {
  /** As long as a transaction waits for an answer (RFC 3261, 64 times T1). */
  private static final Duration FIRST_MESSAGE = Duration.ofSeconds(32);

  private static final Duration HEADER = Duration.ofSeconds(10);

  /** A body of so many bytes more has this many milliseconds more. */
  private static final int BYTES_A_MILLI = 1;

  private static final long NEVER = Long.MAX_VALUE;

  private final Supplier<Duration> idle;
  private final LongSupplier nanoClock;
  private final AtomicLong heardAt = new AtomicLong();
  private final AtomicLong endsAt = new AtomicLong();
  private final long madeAt;

  /**
   * @param idle how long nothing at all may arrive; zero for ever
   * @param nanoClock as {@link System#nanoTime()}
   */
  Pace(Supplier<Duration> idle, LongSupplier nanoClock) {
    this.idle = idle;
    this.nanoClock = nanoClock;
    this.madeAt = nanoClock.getAsLong();
    mustEndWithin(FIRST_MESSAGE);
  }

  /** Something arrived. */
  void heard() {
    heardAt.set(now());
  }

  /** It was the beginning of a message; the first one has no more time than is left for it. */
  void headerBegun() {
    long before = endsAt.get();
    mustEndWithin(HEADER);
    endsAt.accumulateAndGet(before, Math::min);
  }

  /** The header is complete, and so many bytes of a body are to come. */
  void bodyBegun(long bytes) {
    mustEndWithin(FIRST_MESSAGE.plusMillis(bytes / BYTES_A_MILLI));
  }

  /** Nothing is under way now. */
  void complete() {
    endsAt.set(NEVER);
  }

  private void mustEndWithin(Duration time) {
    Duration most = idle.get();
    boolean shorter = !most.isZero() && most.compareTo(time) < 0;
    endsAt.set(now() + (shorter ? most : time).toMillis());
  }

  /** Milliseconds to wait; none or less if it is too late. */
  long millisLeft() {
    Duration most = idle.get();
    long silence = most.isZero() ? NEVER : heardAt.get() + most.toMillis();
    long end = Math.min(silence, endsAt.get());
    return end == NEVER ? NEVER : end - now();
  }

  /** Milliseconds since it was made. */
  private long now() {
    return Duration.ofNanos(nanoClock.getAsLong() - madeAt).toMillis();
  }
}
