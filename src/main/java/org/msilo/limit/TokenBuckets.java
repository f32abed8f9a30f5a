package org.msilo.limit;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often something may happen for one key: {@code rate} times a second, and after a rest {@link
 * #BURST_SECONDS} times as much at once. Only the keys seen last are remembered, so memory is
 * bounded however many there are; a forgotten key begins anew. Thread-safe.
 */
public final class TokenBuckets {
  /** A burst that a sender saves up by being quiet, in seconds of his rate. */
  public static final int BURST_SECONDS = 10;

  private static final int MOST_KEYS = 50_000;
  private static final double NANOS = 1e9;

  private final int rate;
  private final Clock clock;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_KEYS;
        }
      };

  private record Bucket(double tokens, long atNanos) {}

  /**
   * @param rate times a second; 0 for no limit
   */
  public TokenBuckets(int rate, Clock clock) {
    this.rate = rate;
    this.clock = clock;
  }

  /** Takes one; empty if there was one, else how long until there is one again. */
  public Optional<Duration> take(String key) {
    if (rate == 0) {
      return Optional.empty();
    }
    long now = nanos();
    synchronized (buckets) {
      double tokens = filled(buckets.get(key), now);
      buckets.put(key, new Bucket(tokens >= 1 ? tokens - 1 : tokens, now));
      return until(tokens);
    }
  }

  /** How long until there is one, as {@link #take} says it; takes none. */
  public Optional<Duration> ask(String key) {
    if (rate == 0) {
      return Optional.empty();
    }
    long now = nanos();
    synchronized (buckets) {
      return until(filled(buckets.get(key), now));
    }
  }

  private Optional<Duration> until(double tokens) {
    return tokens >= 1
        ? Optional.empty()
        : Optional.of(Duration.ofNanos((long) ((1 - tokens) / rate * NANOS)));
  }

  private double filled(Bucket bucket, long now) {
    double most = (double) rate * BURST_SECONDS;
    if (bucket == null) {
      return most;
    }
    // A clock that was set back must not take away what was there.
    long passed = Math.max(0, now - bucket.atNanos);
    return Math.min(most, bucket.tokens + passed / NANOS * rate);
  }

  private long nanos() {
    var now = clock.instant();
    return now.getEpochSecond() * (long) NANOS + now.getNano();
  }
}
