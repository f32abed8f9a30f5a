package org.msilo.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.NOON;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.msilo.limit.Limit;
import org.msilo.limit.LimitCounts;
import org.msilo.limit.TokenBuckets;
import org.msilo.testing.SettableClock;

/** Nobody is buried under notices, and nobody else pays for it. */
class BoundedNoticesTest {
  private final SettableClock clock = new SettableClock(NOON);
  private final LimitCounts counts = new LimitCounts();
  private final List<Notice> sent = new ArrayList<>();
  private final NoticeSender bounded =
      new BoundedNotices(sent::add, new TokenBuckets(1, clock), "192.0.2.9"::equals, counts);

  @Test
  void what_is_too_much_for_one_place_is_lost_and_counted_and_others_hear() {
    for (int i = 0; i < TokenBuckets.BURST_SECONDS + 3; i++) {
      bounded.send(to("sip:alice@192.0.2.1"));
    }
    assertThat(sent).hasSize(TokenBuckets.BURST_SECONDS);
    assertThat(counts.of(Limit.NOTICE_RATE)).isEqualTo(3);

    bounded.send(to("sip:bob@192.0.2.2"));
    clock.advance(Duration.ofSeconds(1));
    bounded.send(to("sip:alice@192.0.2.1"));
    assertThat(sent).hasSize(TokenBuckets.BURST_SECONDS + 2);
  }

  private static Notice to(String requestUri) {
    return new Notice("sip:silo@example.org", requestUri, requestUri, List.of(), "away");
  }
}
