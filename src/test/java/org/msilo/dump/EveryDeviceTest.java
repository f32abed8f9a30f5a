package org.msilo.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.spy;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.message;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.msilo.dump.DeliveryResult.Outcome;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;
import org.msilo.store.DeviceMailboxes;

/** A mailbox goes out to each device: Bob's desk phone and mobile each get their own copies. */
class EveryDeviceTest extends DumpScene {
  private static final DeviceId AT_DESK = new DeviceId(DESK);
  private static final DeviceId ON_MOBILE = new DeviceId(MOBILE);

  // Made by settings(), which the scene calls before the fields of this class are set.
  private DeviceMailboxes devices;

  @Override
  DumpSettings settings() {
    devices = spy(store.byDevices(Duration.ofDays(30)));
    return new DumpSettings(new RetryPause(FIRST_PAUSE), Optional.of(devices), Runnable::run);
  }

  @Test
  void each_device_gets_each_message_one_at_a_time() {
    register(DESK, MOBILE);
    for (int i = 0; i < 6; i++) {
      assertThat(sender.log()).hasSize(i + 1);
      answer(Outcome.DELIVERED);
    }

    assertThat(sender.log())
        .containsExactly(
            "1 to sip:bob@desk",
            "1 to sip:bob@mobile",
            "2 to sip:bob@desk",
            "2 to sip:bob@mobile",
            "3 to sip:bob@desk",
            "3 to sip:bob@mobile");
    assertThat(waits()).isFalse();
    assertThat(dump.isIdle()).isTrue();
  }

  @Test
  void device_that_comes_later_gets_what_the_other_has_had() {
    register(MOBILE);
    answer(Outcome.TRY_LATER);
    register(DESK);
    for (int i = 0; i < 3; i++) {
      answer(Outcome.DELIVERED);
    }
    assertThat(dump.isIdle()).isTrue();
    assertThat(waits()).isTrue();

    register(MOBILE);
    for (int i = 0; i < 3; i++) {
      answer(Outcome.DELIVERED);
    }

    assertThat(sender.log().subList(4, 7)).allMatch(line -> line.endsWith("mobile"));
    assertThat(sender.texts()).containsExactly("1", "1", "2", "3", "1", "2", "3");
    assertThat(waits()).isFalse();
  }

  @Test
  void mail_that_arrives_while_one_device_is_served_reaches_the_other_too() {
    register(MOBILE);
    for (int i = 0; i < 3; i++) {
      answer(Outcome.DELIVERED);
    }
    keep(4);
    register(DESK);
    assertThat(sender.log()).endsWith("4 to sip:bob@desk");
    dump.mailArrived(BOB);
    answer(Outcome.DELIVERED);

    assertThat(sender.log()).endsWith("4 to sip:bob@mobile");
    answer(Outcome.DELIVERED);
    assertThat(waits()).isFalse();
    assertThat(dump.isIdle()).isTrue();
  }

  @Test
  void device_that_fails_holds_up_nobody_and_is_tried_again_by_itself() {
    register(DESK, MOBILE);
    answer(Outcome.TRY_LATER);
    for (int i = 0; i < 3; i++) {
      answer(Outcome.DELIVERED);
    }
    assertThat(sender.log())
        .containsExactly(
            "1 to sip:bob@desk",
            "1 to sip:bob@mobile",
            "2 to sip:bob@mobile",
            "3 to sip:bob@mobile");
    assertThat(dump.isIdle()).isTrue();
    keep(4);
    dump.mailArrived(BOB);
    assertThat(sender.log()).endsWith("4 to sip:bob@mobile");
    answer(Outcome.DELIVERED);
    assertThat(isDue(FIRST_PAUSE.minusMillis(1))).isFalse();

    clock.advance(Duration.ofSeconds(36));
    assertThat(isDue(Duration.ZERO)).isTrue();
    dump.attempt(BOB);

    assertThat(sender.log()).endsWith("1 to sip:bob@desk");
  }

  @Test
  void pause_of_a_device_grows() {
    register(DESK);
    for (int factor = 1; factor <= 8; factor *= 2) {
      answer(Outcome.TRY_LATER);
      Duration least = FIRST_PAUSE.multipliedBy(factor);
      assertThat(isDue(least.minusMillis(1))).as("before %s", least).isFalse();
      clock.advance(least.multipliedBy(12).dividedBy(10));
      dump.attempt(BOB);
    }
    assertThat(sender.texts()).containsOnly("1").hasSize(5);
  }

  @Test
  void register_cuts_the_pause_of_its_device_short() {
    register(DESK);
    answer(Outcome.TRY_LATER);
    dump.attempt(BOB);
    assertThat(sender.texts()).containsExactly("1");

    register(DESK);

    assertThat(sender.texts()).containsExactly("1", "1");
  }

  @Test
  void closed_device_gets_nothing_and_the_other_goes_on() {
    register(DESK, MOBILE);
    answer(Outcome.BINDING_CLOSED);
    answer(Outcome.DELIVERED);

    assertThat(sender.log())
        .containsExactly("1 to sip:bob@desk", "1 to sip:bob@mobile", "2 to sip:bob@mobile");
  }

  @Test
  void declined_message_goes_to_no_other_device_and_the_sender_is_told_once() {
    register(DESK, MOBILE);
    answer(Outcome.REFUSED_BY_USER);

    assertThat(declined).containsExactly(message(1));
    assertThat(sender.log()).containsExactly("1 to sip:bob@desk", "2 to sip:bob@desk");
  }

  @Test
  void sender_hears_of_a_refusal_when_the_last_device_has_refused() {
    register(DESK, MOBILE);
    answer(Outcome.MESSAGE_REFUSED);
    assertThat(refused).isEmpty();
    answer(Outcome.MESSAGE_REFUSED);

    assertThat(refused).containsExactly(message(1));
    assertThat(sender.log()).endsWith("2 to sip:bob@desk");
  }

  @Test
  void refusal_of_one_device_is_no_refusal_when_another_took_it() {
    register(DESK, MOBILE);
    answer(Outcome.MESSAGE_REFUSED);
    answer(Outcome.DELIVERED);

    assertThat(refused).isEmpty();
    assertThat(sender.log()).endsWith("2 to sip:bob@desk");
  }

  @Test
  void settlement_that_fails_is_repeated_and_nothing_comes_twice() {
    doReturn(failed()).doCallRealMethod().when(devices).settle(any());
    register(DESK);
    answer(Outcome.REFUSED_BY_USER);
    assertThat(declined).isEmpty();
    dump.tidyUp();

    assertThat(declined).containsExactly(message(1));
    assertThat(sender.texts()).containsExactly("1", "2");
  }

  @Test
  void late_answer_of_one_device_is_not_taken_for_that_of_the_other() {
    register(DESK, MOBILE);
    clock.advance(UNANSWERED);
    dump.tidyUp();
    assertThat(sender.log()).endsWith("1 to sip:bob@mobile");

    dump.concluded(BOB, new MessageId(1), Optional.of(AT_DESK), result(Outcome.DELIVERED));
    assertThat(sender.log()).hasSize(2);
    dump.concluded(BOB, new MessageId(1), Optional.of(ON_MOBILE), result(Outcome.DELIVERED));

    assertThat(sender.log()).endsWith("2 to sip:bob@mobile");
    assertThat(store.takeExpired(clock.instant().plus(Duration.ofDays(9)), 10).undelivered())
        .as("both devices have the first one")
        .containsExactly(message(2), message(3));
  }

  @Test
  void binding_that_lapses_before_its_turn_leaves_its_copy_in_the_store() {
    register(DESK, MOBILE);
    clock.advance(Duration.ofHours(1));
    answer(Outcome.DELIVERED);

    assertThat(sender.texts()).containsExactly("1");
    assertThat(dump.isIdle()).isTrue();
    assertThat(waits()).isTrue();
  }
}
