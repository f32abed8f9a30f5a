package org.msilo.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.binding;
import static org.msilo.testing.MessageFixtures.expiringAt;
import static org.msilo.testing.MessageFixtures.message;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.dump.DeliveryResult.Outcome;
import org.msilo.message.Binding;

/** Silent phones, late answers, and a database or a stack that fails. */
class DumpFailureTest extends DumpScene {
  @Test
  void silent_phone_is_given_up_after_a_while() {
    register(DESK);
    clock.advance(UNANSWERED.minusSeconds(2));
    dump.tidyUp();
    assertThat(dump.isRunning(BOB)).isTrue();
    clock.advance(Duration.ofSeconds(2));
    dump.tidyUp();

    assertThat(dump.isIdle()).isTrue();
    assertThat(isDue(Duration.ofSeconds(36))).isTrue();
    assertThat(waits()).isTrue();
  }

  @Test
  void flow_that_failed_is_closed_and_the_next_binding_takes_the_message() {
    sender.failNext(new FlowFailedException("its connection is closed", null));
    register(DESK, MOBILE);

    assertThat(sender.log()).containsExactly("1 to " + MOBILE);
    assertThat(bindings.bindingsOf(BOB).join())
        .filteredOn(Binding::closedToMail)
        .extracting(Binding::contact)
        .containsExactly(DESK);
  }

  @Test
  void mail_whose_last_flow_failed_waits_for_a_register_and_not_for_the_clock() {
    sender.failNext(new FlowFailedException("its connection is closed", null));
    register(DESK);
    assertThat(dump.isIdle()).isTrue();
    assertThat(isDue(LONG)).isFalse();

    register(DESK);

    assertThat(sender.texts()).containsExactly("1");
  }

  @Test
  void late_success_removes_the_message_for_good() {
    register(DESK);
    clock.advance(UNANSWERED);
    dump.tidyUp();
    answer(1, result(Outcome.DELIVERED));

    assertThat(firstAfterRestart()).hasValue(message(2));
    assertThat(dump.isIdle()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = "DELIVERED", mode = EnumSource.Mode.EXCLUDE)
  void late_failure_changes_nothing(Outcome outcome) {
    register(DESK);
    clock.advance(UNANSWERED);
    dump.tidyUp();
    answer(1, result(outcome));

    assertThat(firstAfterRestart()).hasValue(message(1));
    assertThat(bindings.bindingsOf(BOB).join()).noneMatch(Binding::closedToMail);
    assertThat(declined).isEmpty();
  }

  @Test
  void message_that_expires_after_it_was_read_is_not_sent() {
    store.append(expiringAt(message(0), NOON.plusSeconds(60))).join();
    doAnswer(
            invocation -> {
              Object claim = invocation.callRealMethod();
              clock.advance(Duration.ofSeconds(60));
              return claim;
            })
        .doCallRealMethod()
        .when(store)
        .claim(any(), anyBoolean());
    register(DESK);

    assertThat(sender.texts()).containsExactly("1");
  }

  @ParameterizedTest
  @EnumSource
  void second_answer_to_a_message_does_not_touch_the_next_one(Outcome outcome) {
    register(DESK);
    answer(Outcome.DELIVERED);
    answer(1, result(outcome));

    assertThat(sender.texts()).containsExactly("1", "2");
    assertThat(firstAfterRestart()).hasValue(message(2));
  }

  @Test
  void message_whose_removal_fails_is_not_sent_again_and_removed_later() {
    doReturn(failed()).doCallRealMethod().when(store).settle(any());
    register(DESK);
    answer(Outcome.DELIVERED);
    register(DESK);
    dump.mailArrived(BOB);
    dump.attempt(BOB);
    assertThat(sender.texts()).containsExactly("1");

    dump.tidyUp();

    assertThat(sender.texts()).containsExactly("1", "2");
    answer(Outcome.DELIVERED);
    answer(Outcome.DELIVERED);
    assertThat(sender.texts()).containsExactly("1", "2", "3");
    assertThat(dump.isIdle()).isTrue();
    assertThat(waits()).isFalse();
  }

  @Test
  void removal_is_tried_until_it_succeeds() {
    doReturn(failed())
        .doReturn(failed())
        .doReturn(failed())
        .doCallRealMethod()
        .when(store)
        .settle(any());
    register(DESK);
    answer(Outcome.DELIVERED);
    dump.tidyUp();
    dump.tidyUp();
    assertThat(sender.texts()).containsExactly("1");
    dump.tidyUp();

    assertThat(sender.texts()).containsExactly("1", "2");
  }

  @Test
  void message_that_cannot_be_sent_to_one_binding_goes_to_the_next() {
    sender.failNext(new SendFailedException("no route", null));
    register(DESK, MOBILE);

    assertThat(sender.log()).containsExactly("1 to sip:bob@mobile");
  }

  @Test
  void message_that_is_no_request_is_marked_and_the_next_one_follows() {
    sender.failNext(new UnsendableMessageException("bad header", null));
    register(DESK);

    assertThat(sender.texts()).containsExactly("2");
    assertThat(firstAfterRestart()).hasValue(message(2));
  }

  @Test
  void unforeseen_failure_of_sending_is_tried_again_in_time() {
    sender.failNext(new IllegalStateException("unforeseen"));
    register(DESK);
    for (int i = 0; i < 20 && sender.log().isEmpty(); i++) {
      clock.advance(FIRST_PAUSE);
      dump.tidyUp();
      store.dueMailboxes(clock.instant(), 10).forEach(dump::attempt);
    }

    assertThat(sender.texts()).containsExactly("1");
  }

  @Test
  void failing_claim_ends_the_round_and_the_next_attempt_succeeds() {
    doReturn(failed()).doCallRealMethod().when(store).claim(any(), anyBoolean());
    register(DESK);
    assertThat(dump.isIdle()).isTrue();
    register(DESK);

    assertThat(sender.texts()).containsExactly("1");
  }

  @Test
  void claim_of_another_node_is_left_to_it() {
    store.of("other").claim(BOB, true);
    register(DESK);

    assertThat(sender.log()).isEmpty();
    assertThat(dump.isIdle()).isTrue();
  }

  @Test
  void failing_release_ends_the_round() {
    doReturn(failed()).doCallRealMethod().when(store).release(any());
    register(DESK);
    answer(Outcome.TRY_LATER);
    assertThat(dump.isIdle()).isTrue();
    clock.advance(Duration.ofMinutes(5));

    assertThat(isDue(Duration.ZERO)).isTrue();
  }

  @Test
  void failing_look_up_of_bindings_is_no_failure_of_the_dump() {
    doReturn(failed()).doCallRealMethod().when(bindings).bindingsOf(any());
    bindings.add(binding(DESK));
    dump.attempt(BOB);
    assertThat(sender.log()).isEmpty();
    dump.attempt(BOB);

    assertThat(sender.texts()).containsExactly("1");
  }

  @Test
  void failure_to_close_a_binding_does_not_stop_the_round() {
    doReturn(failed()).when(bindings).closeToMail(any());
    register(DESK, MOBILE);
    answer(Outcome.BINDING_CLOSED);

    assertThat(sender.log()).containsExactly("1 to sip:bob@desk", "1 to sip:bob@mobile");
  }
}
