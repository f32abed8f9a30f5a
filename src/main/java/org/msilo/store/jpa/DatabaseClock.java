package org.msilo.store.jpa;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The clock that all nodes on a database go by: the database's own, read now and then, and carried
 * on between by a counter of nanoseconds that nobody sets. So neither the clocks of the nodes nor
 * leaps of them matter. In milliseconds. Thread-safe; only {@link #measure()} waits for the
 * database.
 */
public final class DatabaseClock extends Clock {
  private static final int READINGS = 3;

  private final Supplier<Reading> source;
  private final LongSupplier nanos;
  private final AtomicReference<Reading> last;

  /**
   * @param millis asks the database for the milliseconds since 1970
   * @param nanos counts nanoseconds, as {@link System#nanoTime()} does
   */
  DatabaseClock(Supplier<Instant> millis, LongSupplier nanos) {
    this.nanos = nanos;
    this.source =
        () -> {
          long before = nanos.getAsLong();
          Instant moment = millis.get();
          long trip = nanos.getAsLong() - before;
          return new Reading(moment, before + trip / 2, trip / 2);
        };
    this.last = new AtomicReference<>(best());
  }

  /** Reads the database's clock, and goes by it from now on. To be called every ten seconds. */
  public void measure() {
    Reading fresh = best();
    // Within the error of a reading it may as well go on as before, without a leap.
    last.updateAndGet(old -> fresh.contradicts(old) ? fresh : old);
  }

  @Override
  public Instant instant() {
    return last.get().at(nanos.getAsLong()).truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("this clock is read for instants only");
  }

  /** The one with the shortest way there and back knows best. */
  private Reading best() {
    Reading best = source.get();
    for (int i = 1; i < READINGS; i++) {
      Reading next = source.get();
      best = next.error() < best.error() ? next : best;
    }
    return best;
  }

  /**
   * What the database's clock said.
   *
   * @param moment the time
   * @param count the counter at that moment
   * @param error by how much the counter may be wrong, in nanoseconds
   */
  private record Reading(Instant moment, long count, long error) {
    Instant at(long now) {
      return moment.plusNanos(now - count);
    }

    boolean contradicts(Reading other) {
      Duration difference = Duration.between(other.at(count), moment).abs();
      return difference.compareTo(Duration.ofNanos(error).plusMillis(1)) > 0;
    }
  }
}
