package org.msilo.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pause before the next attempt: doubled, bounded, spread. */
class RetryPauseTest {
  private final RetryPause pause = new RetryPause(Duration.ofSeconds(30));

  @ParameterizedTest
  @CsvSource({"1, 30", "2, 60", "3, 120", "4, 240", "5, 480", "6, 750", "7, 750", "1000000, 750"})
  void pause_doubles_up_to_a_quarter_of_an_hour(int failedRounds, long seconds) {
    assertThat(pause.after(failedRounds, Optional.empty()))
        .isBetween(
            Duration.ofSeconds(seconds), Duration.ofSeconds(seconds).multipliedBy(6).dividedBy(5));
  }

  @RepeatedTest(20)
  void pause_is_spread_upwards_only() {
    assertThat(pause.after(1, Optional.empty()))
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(36));
  }

  @Test
  void longer_wish_of_the_other_side_counts_even_beyond_the_bound() {
    assertThat(pause.after(1, Optional.of(Duration.ofHours(2)))).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void wish_of_the_other_side_counts_for_a_day_at_most() {
    assertThat(pause.after(1, Optional.of(Duration.ofSeconds(0xffff_ffffL))))
        .isEqualTo(Duration.ofDays(1));
  }

  @Test
  void shorter_wish_of_the_other_side_does_not() {
    assertThat(pause.after(1, Optional.of(Duration.ofSeconds(1))))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void long_first_pause_is_bounded_too() {
    assertThat(new RetryPause(Duration.ofDays(1)).after(1, Optional.empty()))
        .isLessThanOrEqualTo(Duration.ofMinutes(15));
  }
}
