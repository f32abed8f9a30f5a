package org.msilo.sip;

import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.msilo.metrics.Meters;

/**
 * Keeps new work out while what was taken on is not done in time. First it is left unread, where
 * that can be: its sender sends it again (RFC 3261 17.1.2.2), and what waits in the network costs
 * nothing here. If that does not help it is turned away. A MESSAGE is kept out first; a REGISTER is
 * taken longer, for it brings waiting mail out of the store; responses are always taken, for they
 * end what is under way. What is kept out costs no look at the database. Thread-safe, never waits.
 */
public final class LoadLimit {
  /** Half of T1: what is taken can be answered before its sender sends a copy. */
  static final Duration MESSAGE_UNREAD = Duration.ofMillis(250);

  /** T1: senders have sent copies by then. */
  static final Duration REGISTER_UNREAD = Duration.ofMillis(500);

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

  /**
   * @param isBehind whether work comes faster than it is done, and has waited longer than this
   * @param requestsAreBehind the same of requests alone, without the mail that goes out
   */
  public LoadLimit(
      Predicate<Duration> isBehind, Predicate<Duration> requestsAreBehind, Meters meters) {
    this.isBehind = isBehind;
    this.requestsAreBehind = requestsAreBehind;
    this.waits =
        Map.of(
            "MESSAGE", new Waits(MESSAGE_UNREAD, MESSAGE_WAIT, "MESSAGE", meters),
            "REGISTER", new Waits(REGISTER_UNREAD, REGISTER_WAIT, "REGISTER", meters));
  }

  /**
   * Whether a request of this method that nobody has looked at yet had better stay so; counts it.
   */
  public boolean isLeftUnread(String method) {
    Waits longest = waits.get(method);
    if (longest == null
        || !requestsAreBehind.test(longest.unread)
        || isBehind.test(longest.taken)) {
      return false;
    }
    longest.leftUnread.run();
    return true;
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

  /** How long the oldest may have waited, and what counts those that were kept out then. */
  private static final class Waits {
    private final Duration unread;
    private final Duration taken;
    private final Runnable leftUnread;
    private final Runnable turnedAway;

    private Waits(Duration unread, Duration taken, String method, Meters meters) {
      this.unread = unread;
      this.taken = taken;
      this.leftUnread = meters.count("left.unread", "method", method);
      this.turnedAway = meters.count("turned.away", "method", method);
    }
  }
}
