package org.msilo.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.ALICE;
import static org.msilo.testing.MessageFixtures.BOB;

import org.junit.jupiter.api.Test;
import org.msilo.dump.Arrivals.Arrival;

/** Messages between look-up and commit, and REGISTERs that come in between. */
class ArrivalsTest {
  private final Arrivals arrivals = new Arrivals();

  @Test
  void nobody_registered() {
    Arrival arrival = arrivals.begin(BOB);
    arrivals.registered(ALICE);

    assertThat(arrival.end()).isFalse();
  }

  @Test
  void user_registered_meanwhile() {
    Arrival arrival = arrivals.begin(BOB);
    arrivals.registered(BOB);

    assertThat(arrival.end()).isTrue();
  }

  @Test
  void register_before_and_after_does_not_count() {
    arrivals.registered(BOB);
    Arrival arrival = arrivals.begin(BOB);

    assertThat(arrival.end()).isFalse();
    arrivals.registered(BOB);
    assertThat(arrivals.begin(BOB).end()).isFalse();
  }

  @Test
  void every_message_under_way_notices_the_register() {
    Arrival first = arrivals.begin(BOB);
    Arrival second = arrivals.begin(BOB);
    arrivals.registered(BOB);

    assertThat(first.end()).isTrue();
    assertThat(second.end()).isTrue();
    assertThat(arrivals.begin(BOB).end()).isFalse();
  }

  @Test
  void arrival_ends_once() {
    Arrival first = arrivals.begin(BOB);
    Arrival second = arrivals.begin(BOB);
    first.end();
    first.end();
    arrivals.registered(BOB);

    assertThat(first.end()).isFalse();
    assertThat(second.end()).isTrue();
  }
}
