package org.msilo.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.msilo.message.SipDate;

/** When a MESSAGE stops being of use (RFC 3428 7, RFC 3261 20.17 and 20.19). */
public final class MessageExpiry {
  /** Gives no zero back: what is no number after many of them would take their square in time. */
  private static final Pattern SECONDS = Pattern.compile("0*+([0-9]*)");

  private static final int MOST_DIGITS = 11;
  private static final long MOST_SECONDS = 0xffff_ffffL;

  private MessageExpiry() {}

  /**
   * The earlier of what the operator keeps and what the sender asks for. The sender's time counts
   * from his Date, unless that lies in the future or is no date: then from the receipt.
   *
   * @param expires value of the Expires header; what is no number of seconds is ignored
   * @param date value of the Date header
   */
  public static Instant of(
      Instant receivedAt, Duration retention, Optional<String> expires, Optional<String> date) {
    Instant latest = receivedAt.plus(retention);
    Optional<Duration> asked = expires.flatMap(MessageExpiry::seconds);
    if (asked.isEmpty()) {
      return latest;
    }
    Instant sentAt =
        date.flatMap(SipDate::parse).filter(d -> d.isBefore(receivedAt)).orElse(receivedAt);
    Instant wanted = sentAt.plus(asked.get());
    return wanted.isBefore(latest) ? wanted : latest;
  }

  /**
   * Seconds as a header writes them; numbers beyond 32 bits count as the largest (RFC 3261 20.19).
   */
  public static Optional<Duration> seconds(String value) {
    String text = value.strip();
    Matcher matcher = SECONDS.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      return Optional.empty();
    }
    String digits = "0" + matcher.group(1);
    long seconds =
        digits.length() > MOST_DIGITS
            ? MOST_SECONDS
            : Math.min(Long.parseLong(digits), MOST_SECONDS);
    return Optional.of(Duration.ofSeconds(seconds));
  }
}
