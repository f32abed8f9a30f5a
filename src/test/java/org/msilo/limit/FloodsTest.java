package org.msilo.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.NOON;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.msilo.testing.SettableClock;

/** What is much too much is not read; each address for itself. */
class FloodsTest {
  private final SettableClock clock = new SettableClock(NOON);
  private final LimitCounts counts = new LimitCounts();
  private final Floods floods =
      new Floods(new TokenBuckets(2, clock), "2001:db8::1"::equals, counts);

  @Test
  void one_address_is_left_unread_and_counted_while_others_are_read() {
    for (int i = 0; i < 2 * TokenBuckets.BURST_SECONDS; i++) {
      assertThat(floods.test("192.0.2.1")).isFalse();
    }
    assertThat(floods.test("192.0.2.1")).isTrue();
    assertThat(floods.test("192.0.2.2")).isFalse();
    assertThat(counts.of(Limit.UNREAD)).isEqualTo(1);

    clock.advance(Duration.ofSeconds(1));
    assertThat(floods.test("192.0.2.1")).isFalse();
  }

  @Test
  void who_has_no_rate_is_always_read() {
    for (int i = 0; i < 100; i++) {
      assertThat(floods.test("2001:db8::1")).isFalse();
    }
    assertThat(counts.of(Limit.UNREAD)).isZero();
  }
}
