package org.msilo.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.CAROL;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.binding;
import static org.msilo.testing.MessageFixtures.expiringAt;
import static org.msilo.testing.MessageFixtures.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.msilo.dump.Arrivals;
import org.msilo.dump.DeliveryResult;
import org.msilo.dump.DumpSettings;
import org.msilo.dump.MailboxDump;
import org.msilo.dump.RefusalListener;
import org.msilo.dump.RetryPause;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.store.MessageStore;
import org.msilo.testing.InMemoryBindingStore;
import org.msilo.testing.InMemoryMessageStore;
import org.msilo.testing.RecordingMessageSender;
import org.msilo.testing.SettableClock;

/** The sweeps, each run by hand. */
class SweepsTest {
  private static final String DESK = "sip:bob@desk";

  private final SettableClock clock = new SettableClock(NOON);
  private final InMemoryMessageStore messages = new InMemoryMessageStore(clock);
  private final InMemoryBindingStore bindings = new InMemoryBindingStore(clock);
  private final RecordingMessageSender sender = new RecordingMessageSender();
  private final MailboxDump dump =
      new MailboxDump(
          messages,
          bindings,
          sender,
          mock(RefusalListener.class),
          DumpSettings.toFirst(new RetryPause(Duration.ofSeconds(30))),
          clock,
          new Arrivals());
  private final RetrySweep retries = new RetrySweep(messages, bindings, dump, clock);
  private final ExpirySweep expiry = new ExpirySweep(messages, bindings, clock);

  @Test
  void expired_messages_and_bindings_are_all_removed_however_many() {
    for (int i = 1; i <= 1200; i++) {
      messages.append(expiringAt(message(i), NOON.plusSeconds(10))).join();
      bindings.add(binding(BOB, "sip:bob@192.0.2.1:" + i, NOON.minus(Duration.ofHours(1))));
    }
    messages.append(message(2000)).join();
    bindings.add(binding(DESK));
    clock.advance(Duration.ofSeconds(10));

    expiry.run();

    assertThat(messages.deleteExpired(clock.instant(), 10)).isZero();
    assertThat(bindings.deleteExpired(clock.instant(), 10)).isZero();
    assertThat(messages.hasMail(BOB).join()).isTrue();
    assertThat(bindings.bindingsOf(BOB).join()).extracting(Binding::contact).containsExactly(DESK);
  }

  @Test
  void expired_messages_are_told_of_once_and_a_thousand_at_a_time() {
    List<OfflineMessage> told = new ArrayList<>();
    ExpirySweep telling =
        new ExpirySweep(
            messages, bindings, Optional.empty(), Optional.of(told::add), () -> false, clock);
    for (int i = 1; i <= 2100; i++) {
      messages.append(expiringAt(message(i), NOON.plusSeconds(10))).join();
    }
    messages.append(message(5000)).join();
    clock.advance(Duration.ofSeconds(10).plus(ExpirySweep.STILL_OUT).minusMillis(1));
    telling.run();
    assertThat(told).as("may still be on its way").isEmpty();
    clock.advance(Duration.ofMillis(1));

    telling.run();
    assertThat(told).hasSize(ExpirySweep.MOST_TOLD);
    telling.run();
    telling.run();
    telling.run();

    assertThat(told).hasSize(2100).doesNotHaveDuplicates();
    assertThat(messages.hasMail(BOB).join()).isTrue();
  }

  @Test
  void mailbox_whose_pause_is_over_is_tried_again() {
    messages.append(message(1)).join();
    bindings.add(binding(DESK));
    dump.postpone(BOB);
    retries.run();
    assertThat(sender.log()).isEmpty();
    clock.advance(Duration.ofSeconds(36));

    retries.run();

    assertThat(sender.log()).containsExactly("1 to sip:bob@desk");
  }

  @Test
  void claim_that_a_stopped_node_left_behind_is_taken_over() {
    messages.append(message(1)).join();
    bindings.add(binding(DESK));
    messages.of("stopped").claim(BOB, false).join();
    retries.run();
    assertThat(sender.log()).isEmpty();
    clock.advance(Duration.ofMinutes(5));

    retries.run();

    assertThat(sender.log()).containsExactly("1 to sip:bob@desk");
  }

  @Test
  void due_mailbox_without_binding_is_forgotten_until_its_next_register() {
    messages.append(message(1)).join();
    messages.postpone(BOB, NOON).join();

    retries.run();

    assertThat(messages.dueMailboxes(NOON.plus(Duration.ofDays(1)), 10)).isEmpty();
    dump.registered(BOB, List.of(binding(DESK)));
    assertThat(sender.log()).containsExactly("1 to sip:bob@desk");
  }

  @Test
  void silent_phone_is_given_up() {
    messages.append(message(1)).join();
    dump.registered(BOB, List.of(binding(DESK)));
    clock.advance(Duration.ofSeconds(65));

    retries.run();

    assertThat(dump.isIdle()).isTrue();
  }

  @Test
  void mail_that_nobody_minds_is_found_by_the_bindings_of_its_user() {
    messages.append(message(1)).join();
    bindings.add(binding(DESK));
    bindings.add(binding(CAROL, "sip:carol@desk", NOON));
    retries.run();
    assertThat(sender.log()).isEmpty();

    retries.runOverAllBindings();

    assertThat(sender.log()).containsExactly("1 to sip:bob@desk");
  }

  @Test
  void all_bindings_are_looked_at_however_many() {
    List<AddressOfRecord> many =
        IntStream.range(0, 1200)
            .mapToObj(i -> new AddressOfRecord("u" + i, "example.org"))
            .toList();
    for (int i = 0; i < many.size(); i++) {
      messages.append(message(i + 1, many.get(i))).join();
      bindings.add(binding(many.get(i), "sip:u@192.0.2.1", NOON));
    }

    retries.runOverAllBindings();

    assertThat(sender.log()).hasSize(1200);
  }

  @Test
  void mailbox_that_is_being_delivered_costs_no_question() {
    messages.append(message(1)).join();
    messages.append(message(2, CAROL)).join();
    bindings.add(binding(DESK));
    bindings.add(binding(CAROL, "sip:carol@desk", NOON));
    MessageStore asked = spy(messages);
    dump.attempt(BOB);

    new RetrySweep(asked, bindings, dump, clock).runOverAllBindings();

    verify(asked).hasMail(CAROL);
    verify(asked, never()).hasMail(BOB);
    assertThat(sender.log()).containsExactly("1 to sip:bob@desk", "2 to sip:carol@desk");
  }

  @Test
  void sweeps_leave_a_running_mailbox_alone() {
    messages.append(message(1)).join();
    messages.append(message(2)).join();
    bindings.add(binding(DESK));
    dump.attempt(BOB);

    retries.run();
    retries.runOverAllBindings();
    assertThat(sender.texts()).containsExactly("1");
    dump.concluded(
        BOB,
        new MessageId(1),
        new DeliveryResult(DeliveryResult.Outcome.DELIVERED, 200, Optional.empty()));

    assertThat(sender.texts()).containsExactly("1", "2");
  }
}
