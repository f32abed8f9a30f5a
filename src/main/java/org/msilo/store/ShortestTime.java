package org.msilo.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The shortest time that something took in the last ten to twenty seconds: what it takes here when
 * nothing is in its way. Times are those of {@link System#nanoTime()}. Thread-safe.
 */
final class ShortestTime {
  static final Duration WINDOW = Duration.ofSeconds(10);

  private static final long NONE = Long.MAX_VALUE;

  private final AtomicReference<Lately> lately;

  ShortestTime(long now) {
    lately = new AtomicReference<>(new Lately(now, NONE, NONE));
  }

  /** It took so long this time. */
  void took(long nanos, long now) {
    lately.updateAndGet(known -> known.at(now).with(nanos));
  }

  /** In nanoseconds; 0 if it did not happen lately. */
  long nanos(long now) {
    long shortest = lately.get().at(now).shortest();
    return shortest == NONE ? 0 : shortest;
  }

  /** The window that is open, and the one before, so that there is always one to go by. */
  private record Lately(long since, long current, long previous) {
    private Lately at(long now) {
      long windows = (now - since) / WINDOW.toNanos();
      if (windows == 0) {
        return this;
      }
      return new Lately(now, NONE, windows == 1 ? current : NONE);
    }

    private Lately with(long nanos) {
      return new Lately(since, Math.min(current, nanos), previous);
    }

    private long shortest() {
      return Math.min(current, previous);
    }
  }
}
