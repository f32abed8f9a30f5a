package org.msilo.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.NOON;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.msilo.testing.SettableClock;

/** A burst, then the rate; each key for itself. */
class TokenBucketsTest {
  private final SettableClock clock = new SettableClock(NOON);
  private final TokenBuckets twoASecond = new TokenBuckets(2, clock);

  @Test
  void burst_of_ten_seconds_is_let_through_and_then_it_says_how_long_to_wait() {
    for (int i = 0; i < 20; i++) {
      assertThat(twoASecond.take("alice")).isEmpty();
    }
    assertThat(twoASecond.take("alice")).contains(Duration.ofMillis(500));
    assertThat(twoASecond.take("bob")).isEmpty();
  }

  @Test
  void asking_takes_none() {
    for (int i = 0; i < 30; i++) {
      assertThat(twoASecond.ask("alice")).isEmpty();
    }
    for (int i = 0; i < 20; i++) {
      twoASecond.take("alice");
    }
    assertThat(twoASecond.ask("alice")).contains(Duration.ofMillis(500));
    clock.advance(Duration.ofMillis(500));
    assertThat(twoASecond.ask("alice")).isEmpty();
  }

  @Test
  void tokens_come_back_with_time_up_to_the_burst() {
    for (int i = 0; i < 25; i++) {
      twoASecond.take("alice");
    }
    clock.advance(Duration.ofMillis(500));
    assertThat(twoASecond.take("alice")).isEmpty();
    assertThat(twoASecond.take("alice")).isPresent();

    clock.advance(Duration.ofHours(1));
    for (int i = 0; i < 20; i++) {
      assertThat(twoASecond.take("alice")).isEmpty();
    }
    assertThat(twoASecond.take("alice")).isPresent();
  }

  @Test
  void clock_that_is_set_back_takes_nothing_away() {
    twoASecond.take("alice");
    clock.advance(Duration.ofHours(-1));
    assertThat(twoASecond.take("alice")).isEmpty();
  }

  @Test
  void rate_0_is_no_limit() {
    TokenBuckets unlimited = new TokenBuckets(0, clock);
    for (int i = 0; i < 1000; i++) {
      assertThat(unlimited.take("alice")).isEmpty();
    }
  }

  @Test
  void only_the_keys_seen_last_are_remembered() {
    for (int i = 0; i < 20; i++) {
      twoASecond.take("alice");
    }
    assertThat(twoASecond.take("alice")).isPresent();
    for (int i = 0; i < 50_000; i++) {
      twoASecond.take("key " + i);
    }
    assertThat(twoASecond.take("alice")).as("forgotten, so memory is bounded").isEmpty();
  }
}
