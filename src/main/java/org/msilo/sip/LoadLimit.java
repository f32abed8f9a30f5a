package org.msilo.sip;

import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.msilo.metrics.Meters;

/**
 * Turns new work away while what was taken on is not done in time. A MESSAGE is turned away first;
 * a REGISTER is taken longer, for it brings waiting mail out of the store; responses are always
 * taken, for they end what is under way. What is turned away costs no look at the database.
 * Thread-safe, never waits.
 */
public final class LoadLimit implements Predicate<String> {
  /**
   * T2: senders have sent copies by then, which cost little, for the stack knows them. Less would
   * turn senders away at each moment of slowness, as after a start.
   */
  static final Duration MESSAGE_WAIT = Duration.ofSeconds(4);

  /** Twice T2, and still answered long before Timer F. */
  static final Duration REGISTER_WAIT = Duration.ofSeconds(8);

  private static final Map<String, Duration> WAITS =
      Map.of("MESSAGE", MESSAGE_WAIT, "REGISTER", REGISTER_WAIT);

  private final Predicate<Duration> isBehind;
  private final Runnable messages;
  private final Runnable registrations;

  /**
   * @param isBehind whether work comes faster than it is done, and has waited longer than this
   */
  public LoadLimit(Predicate<Duration> isBehind, Meters meters) {
    this.isBehind = isBehind;
    this.messages = meters.count("turned.away", "method", "MESSAGE");
    this.registrations = meters.count("turned.away", "method", "REGISTER");
  }

  /** Whether a new request of this method is to be turned away now. */
  @Override
  public boolean test(String method) {
    Duration longest = WAITS.get(method);
    if (longest == null || !isBehind.test(longest)) {
      return false;
    }
    (longest == MESSAGE_WAIT ? messages : registrations).run();
    return true;
  }
}
