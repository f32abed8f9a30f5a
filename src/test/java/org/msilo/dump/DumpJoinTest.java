package org.msilo.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.CAROL;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.binding;
import static org.msilo.testing.MessageFixtures.message;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.msilo.dump.DeliveryResult.Outcome;
import org.msilo.message.Binding;
import org.msilo.message.OfflineMessage;

/** Phones that register and mail that arrives while a mailbox goes out. */
class DumpJoinTest extends DumpScene {
  @Test
  void binding_that_registers_while_the_mailbox_runs_is_next() {
    register(DESK);
    register(MOBILE);
    assertThat(sender.log()).containsExactly("1 to sip:bob@desk");
    answer(Outcome.TRY_LATER);
    answer(Outcome.DELIVERED);

    assertThat(sender.log())
        .containsExactly("1 to sip:bob@desk", "1 to sip:bob@mobile", "2 to sip:bob@mobile");
  }

  @Test
  void same_binding_registering_again_while_the_mailbox_runs_sends_nothing_twice() {
    register(DESK);
    register(DESK);
    dump.attempt(BOB);
    answer(Outcome.DELIVERED);
    register(DESK);
    answer(Outcome.DELIVERED);
    answer(Outcome.DELIVERED);

    assertThat(sender.texts()).containsExactly("1", "2", "3");
    assertThat(dump.isIdle()).isTrue();
  }

  @Test
  void binding_that_registers_again_before_it_refuses_does_not_close_the_other() {
    register(DESK, MOBILE);
    clock.advance(Duration.ofSeconds(1));
    register(DESK);
    answer(Outcome.BINDING_CLOSED);

    assertThat(bindings.bindingsOf(BOB).join())
        .filteredOn(Binding::closedToMail)
        .extracting(Binding::contact)
        .doesNotContain(MOBILE);
    assertThat(sender.log()).startsWith("1 to sip:bob@desk", "1 to sip:bob@mobile");
  }

  @Test
  void binding_that_registers_again_before_it_is_busy_does_not_take_the_turn_of_the_other() {
    register(DESK, MOBILE);
    clock.advance(Duration.ofSeconds(1));
    register(DESK);
    answer(Outcome.TRY_LATER);

    assertThat(sender.log()).startsWith("1 to sip:bob@desk", "1 to sip:bob@mobile");
  }

  @Test
  void mail_that_arrives_while_the_mailbox_runs_goes_out_behind_the_rest() {
    register(DESK);
    keep(4);
    dump.mailArrived(BOB);
    for (int i = 0; i < 4; i++) {
      answer(Outcome.DELIVERED);
    }

    assertThat(sender.texts()).containsExactly("1", "2", "3", "4");
    assertThat(dump.isIdle()).isTrue();
  }

  @Test
  void mail_that_arrives_between_the_last_look_and_the_end_goes_out_too() {
    CompletableFuture<Optional<OfflineMessage>> lastLook = new CompletableFuture<>();
    register(DESK);
    answer(Outcome.DELIVERED);
    answer(Outcome.DELIVERED);
    doAnswer(
            call -> {
              call.callRealMethod();
              return lastLook;
            })
        .doCallRealMethod()
        .when(store)
        .settle(any());
    answer(Outcome.DELIVERED);
    keep(4);
    dump.mailArrived(BOB);
    lastLook.complete(Optional.empty());

    assertThat(sender.texts()).containsExactly("1", "2", "3", "4");
    answer(Outcome.DELIVERED);
    assertThat(dump.isIdle()).isTrue();
  }

  @Test
  void mail_that_arrives_for_a_bound_user_goes_out() {
    bindings.add(binding(DESK));
    dump.mailArrived(BOB);

    assertThat(sender.log()).containsExactly("1 to sip:bob@desk");
  }

  @Test
  void mail_that_arrives_during_a_failing_round_waits_for_the_pause() {
    register(DESK);
    keep(4);
    dump.mailArrived(BOB);
    answer(Outcome.TRY_LATER);

    assertThat(sender.texts()).containsExactly("1");
    assertThat(dump.isIdle()).isTrue();
    assertThat(isDue(FIRST_PAUSE.minusMillis(1))).isFalse();
    assertThat(isDue(Duration.ofSeconds(36))).isTrue();
  }

  @Test
  void register_between_look_up_and_commit_of_a_message_is_noticed() {
    Arrivals.Arrival arrival = arrivals.begin(CAROL);
    Binding desk = binding(CAROL, "sip:carol@desk", NOON);
    bindings.add(desk);
    dump.registered(CAROL, List.of(desk));
    assertThat(sender.log()).isEmpty();
    store.append(message(4, CAROL));

    assertThat(arrival.end()).isTrue();
    dump.mailArrived(CAROL);
    assertThat(sender.log()).containsExactly("4 to sip:carol@desk");
  }
}
