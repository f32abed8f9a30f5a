package org.msilo.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.NOON;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.message.SipDate;

/** When a message stops being of use: the operator's time, or the sender's if that is shorter. */
class MessageExpiryTest {
  private static final Duration RETENTION = Duration.ofDays(3);
  private static final Instant LATEST = NOON.plus(RETENTION);
  private static final String TEN_TO_THE_30TH = "1000000000000000000000000000000";

  @Test
  void without_expires_the_operator_decides() {
    assertThat(expiry(null, null)).isEqualTo(LATEST);
    assertThat(expiry(null, SipDate.format(NOON.minusSeconds(600)))).isEqualTo(LATEST);
  }

  @Test
  void shorter_expires_counts_and_a_longer_one_does_not() {
    assertThat(expiry("60", null)).isEqualTo(NOON.plusSeconds(60));
    assertThat(expiry(" 60 ", null)).isEqualTo(NOON.plusSeconds(60));
    assertThat(expiry("259199", null)).isEqualTo(LATEST.minusSeconds(1));
    assertThat(expiry("259201", null)).isEqualTo(LATEST);
  }

  @Test
  void expires_of_nothing_is_over_at_once() {
    assertThat(expiry("0", null)).isEqualTo(NOON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "0x10", "60 seconds", "\u0661\u0662"})
  void expires_that_is_no_number_is_ignored(String garbage) {
    assertThat(expiry(garbage, null)).isEqualTo(LATEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4294967295", "4294967296", "99999999999999999999", TEN_TO_THE_30TH})
  void enormous_expires_is_the_operators_time(String enormous) {
    assertThat(expiry(enormous, null)).isEqualTo(LATEST);
  }

  @Test
  void expires_counts_from_the_date_of_the_message() {
    assertThat(expiry("60", SipDate.format(NOON.minusSeconds(20)))).isEqualTo(NOON.plusSeconds(40));
  }

  @Test
  void message_that_was_long_under_way_is_over() {
    assertThat(expiry("60", SipDate.format(NOON.minusSeconds(61)))).isBefore(NOON);
  }

  @Test
  void date_in_the_future_does_not_lengthen_the_life() {
    assertThat(expiry("60", SipDate.format(NOON.plusSeconds(3600))))
        .isEqualTo(NOON.plusSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-03-01T11:59:00Z"})
  void date_that_is_none_is_ignored(String garbage) {
    assertThat(expiry("60", garbage)).isEqualTo(NOON.plusSeconds(60));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "00, 0",
    "7, 7",
    "00000000000000000000000000000007, 7",
    "00000000000, 0",
    "4294967295, 4294967295",
    "4294967296, 4294967295",
    "99999999999999999999, 4294967295",
    TEN_TO_THE_30TH + ", 4294967295"
  })
  void seconds_have_32_bits_and_larger_numbers_count_as_the_largest(String text, long seconds) {
    assertThat(MessageExpiry.seconds(text)).hasValue(Duration.ofSeconds(seconds));
  }

  private static Instant expiry(String expires, String date) {
    return MessageExpiry.of(
        NOON, RETENTION, Optional.ofNullable(expires), Optional.ofNullable(date));
  }
}
