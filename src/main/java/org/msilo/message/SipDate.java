package org.msilo.message;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** The one form of date that SIP knows (SIP-date, RFC 3261 20.17 and 25.1). */
public final class SipDate {
  private static final DateTimeFormatter WRITTEN = form("dd");

  /** Some clients leave out the zero before the day. */
  private static final DateTimeFormatter READ = form("d");

  private SipDate() {}

  private static DateTimeFormatter form(String day) {
    return DateTimeFormatter.ofPattern("EEE, " + day + " MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
        .withZone(ZoneOffset.UTC);
  }

  /** A moment as the value of a Date header; seconds are the least it tells. */
  public static String format(Instant moment) {
    return WRITTEN.format(moment);
  }

  /** Reads the value of a Date header; empty when it is no date. */
  public static Optional<Instant> parse(String value) {
    try {
      return Optional.of(ZonedDateTime.parse(value.strip(), READ).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
