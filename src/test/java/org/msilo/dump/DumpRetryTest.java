package org.msilo.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.binding;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.msilo.dump.DeliveryResult.Outcome;

/** When a mailbox that nobody took is tried again. */
class DumpRetryTest extends DumpScene {
  @Test
  void when_no_binding_takes_it_now_the_mailbox_pauses() {
    register(DESK, MOBILE);
    answer(Outcome.TRY_LATER);
    answer(Outcome.TRY_LATER);

    assertThat(sender.log()).hasSize(2);
    assertThat(dump.isIdle()).isTrue();
    assertThat(waits()).isTrue();
    assertThat(isDue(FIRST_PAUSE.minusMillis(1))).isFalse();
    assertThat(isDue(Duration.ofSeconds(36))).isTrue();
  }

  @Test
  void one_closed_binding_does_not_keep_the_other_from_being_tried_again() {
    register(DESK, MOBILE);
    answer(Outcome.TRY_LATER);
    answer(Outcome.BINDING_CLOSED);
    assertThat(isDue(Duration.ofSeconds(36))).isTrue();
    clock.advance(Duration.ofSeconds(36));
    dump.attempt(BOB);

    assertThat(sender.log())
        .containsExactly("1 to sip:bob@desk", "1 to sip:bob@mobile", "1 to sip:bob@desk");
  }

  @Test
  void pause_grows_from_round_to_round() {
    register(DESK);
    for (int factor = 1; factor <= 16; factor *= 2) {
      answer(Outcome.TRY_LATER);
      Duration least = FIRST_PAUSE.multipliedBy(factor);
      assertThat(isDue(least.minusMillis(1))).as("before %s", least).isFalse();
      clock.advance(least.multipliedBy(12).dividedBy(10));
      assertThat(isDue(Duration.ZERO)).as("after %s", least).isTrue();
      dump.attempt(BOB);
    }
    assertThat(sender.texts()).containsOnly("1").hasSize(6);
  }

  @Test
  void delivery_makes_the_pause_short_again() {
    register(DESK);
    answer(Outcome.TRY_LATER);
    clock.advance(Duration.ofSeconds(36));
    dump.attempt(BOB);
    answer(Outcome.TRY_LATER);
    clock.advance(Duration.ofSeconds(72));
    dump.attempt(BOB);
    answer(Outcome.DELIVERED);
    answer(Outcome.TRY_LATER);

    assertThat(isDue(Duration.ofSeconds(36))).isTrue();
  }

  @Test
  void retry_after_makes_the_pause_longer_but_never_shorter() {
    register(DESK);
    answer(1, new DeliveryResult(Outcome.TRY_LATER, 480, Optional.of(Duration.ofMinutes(20))));
    assertThat(isDue(Duration.ofMinutes(20).minusMillis(1))).isFalse();
    assertThat(isDue(Duration.ofMinutes(20))).isTrue();

    clock.advance(Duration.ofMinutes(20));
    dump.attempt(BOB);
    answer(1, new DeliveryResult(Outcome.TRY_LATER, 480, Optional.of(Duration.ofSeconds(1))));
    assertThat(isDue(Duration.ofSeconds(59))).isFalse();
  }

  @Test
  void longest_retry_after_of_a_round_counts() {
    register(DESK, MOBILE);
    answer(1, new DeliveryResult(Outcome.TRY_LATER, 480, Optional.of(Duration.ofMinutes(20))));
    answer(1, new DeliveryResult(Outcome.TRY_LATER, 480, Optional.of(Duration.ofMinutes(10))));

    assertThat(isDue(Duration.ofMinutes(19))).isFalse();
    assertThat(isDue(Duration.ofMinutes(20))).isTrue();
  }

  @Test
  void pause_is_cut_short_by_a_register_only() {
    register(DESK);
    answer(Outcome.TRY_LATER);

    dump.attempt(BOB);
    dump.mailArrived(BOB);
    assertThat(sender.texts()).containsExactly("1");
    register(DESK);
    assertThat(sender.texts()).containsExactly("1", "1");
  }

  @Test
  void mailbox_whose_user_is_gone_is_not_tried_again() {
    register(DESK);
    answer(Outcome.TRY_LATER);
    clock.advance(Duration.ofHours(1));
    dump.attempt(BOB);

    assertThat(sender.texts()).containsExactly("1");
    assertThat(isDue(LONG)).isFalse();
    assertThat(waits()).isTrue();
  }

  @Test
  void mailbox_that_cannot_be_sent_anywhere_pauses() {
    sender.failNext(new SendFailedException("no route", null));
    register(DESK);

    assertThat(sender.log()).isEmpty();
    assertThat(dump.isIdle()).isTrue();
    assertThat(isDue(Duration.ofSeconds(36))).isTrue();
  }

  @Test
  void stored_message_whose_relay_failed_is_tried_after_a_pause() {
    bindings.add(binding(DESK));
    dump.postpone(BOB);

    assertThat(sender.log()).isEmpty();
    assertThat(isDue(FIRST_PAUSE.minusMillis(1))).isFalse();
    assertThat(isDue(Duration.ofSeconds(36))).isTrue();
  }
}
