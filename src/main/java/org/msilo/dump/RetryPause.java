package org.msilo.dump;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before a mailbox is tried again: doubled from round to round and spread so that
 * many mailboxes do not come at once, up to a quarter of an hour. Immutable.
 *
 * @param first pause after the first round that failed
 * @param chance numbers from 0 to 1 that spread the pauses
 */
public record RetryPause(Duration first, DoubleSupplier chance) {
  private static final double SPREAD = 0.2;

  /** A quarter of an hour, less the spread. */
  private static final Duration LONGEST = Duration.ofMillis((long) (900_000 / (1 + SPREAD)));

  /** Who asks for more means "not today", or does not know what he says. */
  private static final Duration LONGEST_WISH = Duration.ofDays(1);

  private static final int MOST_DOUBLINGS = 10;

  public RetryPause(Duration first) {
    this(first, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * @param failedRounds rounds that failed since the last delivery, this one included
   * @param asked the least pause that the other side asked for (RFC 3261 20.33); of more than a
   *     day, a day counts
   */
  Duration after(int failedRounds, Optional<Duration> asked) {
    Duration doubled = first.multipliedBy(1L << Math.min(failedRounds - 1, MOST_DOUBLINGS));
    Duration pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    double factor = 1 + SPREAD * chance.getAsDouble();
    Duration spread = Duration.ofMillis((long) (pause.toMillis() * factor));
    return asked
        .map(wish -> wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish)
        .filter(least -> least.compareTo(spread) > 0)
        .orElse(spread);
  }
}
