package org.msilo.sip;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.msilo.metrics.Meters;

/**
 * Keeps new work out while what was taken on is not done in time. First it waits as the bytes that
 * it came in, where that can be, or was never read. If that does not help it is turned away. A
 * MESSAGE is kept out first; a REGISTER is taken longer, for it brings waiting mail out of the
 * store; responses are always taken, for they end what is under way. What is kept out costs no look
 * at the database. Thread-safe, never waits.
 */
public final class LoadLimit {
  /** Enough for the database to go on with; what is taken on and waits keeps the collector busy. */
  static final Duration MESSAGE_OUTSIDE = Duration.ofMillis(60);

  /** Twice that. */
  static final Duration REGISTER_OUTSIDE = Duration.ofMillis(120);

  /**
   * T2: senders have sent copies by then, which cost little, for the stack knows them. Less would
   * turn senders away at each moment of slowness, as after a start.
   */
  static final Duration MESSAGE_WAIT = Duration.ofSeconds(4);

  /** Twice T2, and still answered long before Timer F. */
  static final Duration REGISTER_WAIT = Duration.ofSeconds(8);

  private final Predicate<Duration> isBehind;
  private final Predicate<Duration> requestsAreBehind;
  private final Map<String, Waits> waits;
  private final Meters meters;

  /**
   * @param isBehind whether work comes faster than it is done, and has waited longer than this
   * @param requestsAreBehind the same of requests alone, without the mail that goes out
   */
  public LoadLimit(
      Predicate<Duration> isBehind, Predicate<Duration> requestsAreBehind, Meters meters) {
    this.isBehind = isBehind;
    this.requestsAreBehind = requestsAreBehind;
    this.meters = meters;
    this.waits =
        Map.of(
            "MESSAGE", new Waits(MESSAGE_OUTSIDE, MESSAGE_WAIT, "MESSAGE", meters),
            "REGISTER", new Waits(REGISTER_OUTSIDE, REGISTER_WAIT, "REGISTER", meters));
  }

  /** Whether a request of this method that nobody has looked at yet had better wait. */
  public boolean isToWait(String method) {
    Waits longest = waits.get(method);
    return longest != null
        && requestsAreBehind.test(longest.outside)
        && !isBehind.test(longest.taken);
  }

  /**
   * Shows how many requests wait outside.
   *
   * @param place where they wait, for people
   * @param waiting how many of a method
   */
  public void showOutside(String place, ToDoubleFunction<String> waiting) {
    for (String method : waits.keySet()) {
      meters.gauge(
          "outside",
          "requests",
          () -> waiting.applyAsDouble(method),
          "method",
          method,
          "place",
          place);
    }
  }

  /** Counts a request of this method that waited outside for so long that it was not read. */
  public void leftUnread(String method) {
    Optional.ofNullable(waits.get(method)).ifPresent(of -> of.leftUnread.run());
  }

  /** Whether a new request of this method is to be turned away now; counts it. */
  public boolean isTurnedAway(String method) {
    Waits longest = waits.get(method);
    if (longest == null || !isBehind.test(longest.taken)) {
      return false;
    }
    longest.turnedAway.run();
    return true;
  }

  /** How long the oldest may have waited, and what counts those that were kept out. */
  private static final class Waits {
    private final Duration outside;
    private final Duration taken;
    private final Runnable leftUnread;
    private final Runnable turnedAway;

    private Waits(Duration outside, Duration taken, String method, Meters meters) {
      this.outside = outside;
      this.taken = taken;
      this.leftUnread = meters.count("left.unread", "method", method);
      this.turnedAway = meters.count("turned.away", "method", method);
    }
  }
}
