package org.msilo.dump;

import static org.mockito.Mockito.spy;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.message;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.msilo.dump.DeliveryResult.Outcome;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.store.Claim;
import org.msilo.store.MessageStoreException;
import org.msilo.testing.InMemoryBindingStore;
import org.msilo.testing.InMemoryMessageStore;
import org.msilo.testing.MessageFixtures;
import org.msilo.testing.RecordingMessageSender;
import org.msilo.testing.SettableClock;

/** The stage of the dump tests: three messages wait for Bob, who has a desk phone and a mobile. */
class DumpScene {
  static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  static final Duration UNANSWERED = Duration.ofSeconds(65);
  static final Duration LONG = Duration.ofDays(2);
  static final String DESK = "sip:bob@desk";
  static final String MOBILE = "sip:bob@mobile";

  final SettableClock clock = new SettableClock(NOON);
  final InMemoryMessageStore store = spy(new InMemoryMessageStore(clock));
  final InMemoryBindingStore bindings = spy(new InMemoryBindingStore(clock));
  final RecordingMessageSender sender = new RecordingMessageSender();
  final List<OfflineMessage> declined = new ArrayList<>();
  final List<OfflineMessage> refused = new ArrayList<>();
  final Arrivals arrivals = new Arrivals();
  final MailboxDump dump =
      new MailboxDump(store, bindings, sender, listener(), settings(), clock, arrivals);
  int registers;

  DumpSettings settings() {
    return DumpSettings.toFirst(new RetryPause(FIRST_PAUSE));
  }

  private RefusalListener listener() {
    return new RefusalListener() {
      @Override
      public void declined(OfflineMessage message) {
        declined.add(message);
      }

      @Override
      public void refused(OfflineMessage message) {
        refused.add(message);
      }
    };
  }

  @BeforeEach
  void three_messages_wait() {
    keep(1, 2, 3);
  }

  void keep(long... numbers) {
    for (long number : numbers) {
      store.append(message(number)).join();
    }
  }

  void register(String... contacts) {
    String callId = "call " + ++registers;
    bindings
        .register(MessageFixtures.register(BOB, callId, 1, clock.instant(), contacts))
        .thenCompose(
            outcome ->
                dump.remember(BOB, outcome.renewed())
                    .thenRun(() -> dump.registered(BOB, outcome.renewed())))
        .join();
  }

  /** The answer to the message that was sent last. */
  void answer(Outcome outcome) {
    answer(sender.last().id().value(), result(outcome));
  }

  void answer(long number, DeliveryResult result) {
    dump.concluded(BOB, new MessageId(number), result);
  }

  static DeliveryResult result(Outcome outcome) {
    return new DeliveryResult(outcome, 480, Optional.empty());
  }

  static <T> CompletableFuture<T> failed() {
    return CompletableFuture.failedFuture(new MessageStoreException("the database failed"));
  }

  boolean waits() {
    return store.hasMail(BOB).join();
  }

  boolean isDue(Duration later) {
    Instant then = clock.instant().plus(later);
    return store.dueMailboxes(then, 10).contains(BOB);
  }

  /** The first message that the database would send after a crash right now. */
  Optional<OfflineMessage> firstAfterRestart() {
    return store.claim(BOB, true).thenApply(Claim::first).join();
  }
}
