package org.msilo.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.CAROL;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.binding;
import static org.msilo.testing.MessageFixtures.expiringAt;
import static org.msilo.testing.MessageFixtures.message;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.msilo.dump.DeliveryResult.Outcome;
import org.msilo.message.Binding;

/** A mailbox goes out: one message at a time, in order, and each answer has its consequence. */
class MailboxDumpTest extends DumpScene {
  @Test
  void messages_go_out_one_at_a_time_in_order_of_receipt() {
    register(DESK);
    assertThat(sender.texts()).containsExactly("1");
    answer(Outcome.DELIVERED);
    assertThat(sender.texts()).containsExactly("1", "2");
    answer(Outcome.DELIVERED);
    answer(Outcome.DELIVERED);

    assertThat(sender.texts()).containsExactly("1", "2", "3");
    assertThat(waits()).isFalse();
    assertThat(dump.isIdle()).isTrue();
    assertThat(isDue(LONG)).isFalse();
  }

  @Test
  void mailbox_is_running_until_its_last_answer() {
    assertThat(dump.isRunning(BOB)).isFalse();
    register(DESK);
    assertThat(dump.isRunning(BOB)).isTrue();
    assertThat(dump.isRunning(CAROL)).isFalse();
    assertThat(dump.isIdle()).isFalse();
  }

  @Test
  void empty_mailbox_sends_nothing() {
    dump.registered(CAROL, List.of(binding(CAROL, "sip:carol@desk", NOON)));

    assertThat(sender.log()).isEmpty();
    assertThat(dump.isIdle()).isTrue();
  }

  @Test
  void mailboxes_run_side_by_side() {
    store.append(message(4, CAROL));
    register(DESK);
    dump.registered(CAROL, List.of(binding(CAROL, "sip:carol@desk", NOON)));

    assertThat(sender.log()).containsExactly("1 to sip:bob@desk", "4 to sip:carol@desk");
  }

  @Test
  void binding_that_takes_no_messages_gets_none() {
    Binding deaf =
        new Binding(
            BOB,
            DESK,
            "",
            1000,
            NOON.plusSeconds(60),
            "call",
            1,
            List.of(),
            Optional.empty(),
            false,
            false,
            NOON);
    bindings.add(deaf);

    dump.registered(BOB, List.of(deaf));
    dump.attempt(BOB);

    assertThat(sender.log()).isEmpty();
    assertThat(dump.isIdle()).isTrue();
  }

  @Test
  void expired_message_is_passed_over() {
    store.append(expiringAt(message(4), NOON.plusSeconds(10)));
    keep(5);
    register(DESK);
    answer(Outcome.DELIVERED);
    answer(Outcome.DELIVERED);
    clock.advance(Duration.ofSeconds(10));
    answer(Outcome.DELIVERED);

    assertThat(sender.texts()).containsExactly("1", "2", "3", "5");
  }

  @Test
  void message_declined_by_its_user_is_removed_and_the_sender_is_told() {
    register(DESK);
    answer(Outcome.REFUSED_BY_USER);

    assertThat(declined).containsExactly(message(1));
    assertThat(sender.texts()).containsExactly("1", "2");
    assertThat(firstAfterRestart()).hasValue(message(2));
  }

  @Test
  void refused_message_is_marked_and_the_next_one_follows() {
    register(DESK);
    answer(Outcome.MESSAGE_REFUSED);

    assertThat(sender.texts()).containsExactly("1", "2");
    assertThat(declined).isEmpty();
    assertThat(refused).containsExactly(message(1));
    assertThat(firstAfterRestart()).hasValue(message(2));
  }

  @Test
  void binding_that_takes_no_mail_is_closed_and_nothing_is_lost() {
    register(DESK);
    answer(Outcome.BINDING_CLOSED);

    assertThat(bindings.bindingsOf(BOB).join()).allMatch(Binding::closedToMail);
    assertThat(dump.isIdle()).isTrue();
    assertThat(isDue(LONG)).isFalse();
    assertThat(waits()).isTrue();
    dump.attempt(BOB);
    assertThat(sender.texts()).containsExactly("1");
  }

  @Test
  void next_binding_gets_the_message_that_a_closed_one_did_not_take() {
    register(DESK, MOBILE);
    answer(Outcome.BINDING_CLOSED);
    assertThat(sender.log()).containsExactly("1 to sip:bob@desk", "1 to sip:bob@mobile");
    answer(Outcome.DELIVERED);

    assertThat(sender.log()).endsWith("2 to sip:bob@mobile");
  }

  @Test
  void next_binding_gets_the_message_that_one_did_not_take_now() {
    register(DESK, MOBILE);
    answer(Outcome.TRY_LATER);
    answer(Outcome.DELIVERED);

    assertThat(sender.log())
        .containsExactly("1 to sip:bob@desk", "1 to sip:bob@mobile", "2 to sip:bob@mobile");
  }

  @Test
  void binding_that_lapses_during_the_round_gets_no_more() {
    register(DESK);
    clock.advance(Duration.ofHours(1));
    answer(Outcome.DELIVERED);

    assertThat(sender.texts()).containsExactly("1");
    assertThat(dump.isIdle()).isTrue();
    assertThat(waits()).isTrue();
  }
}
