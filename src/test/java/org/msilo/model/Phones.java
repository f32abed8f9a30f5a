package org.msilo.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.msilo.dump.MessageSender;
import org.msilo.dump.SendFailedException;
import org.msilo.dump.UnsendableMessageException;
import org.msilo.message.Binding;
import org.msilo.message.OfflineMessage;
import org.msilo.testing.SettableClock;

/** All that is on the wire to the phones since the process started; for one thread. */
final class Phones implements MessageSender {
  private final Ledger ledger;
  private final SettableClock clock;
  private final Journal journal;
  private final List<Attempt> attempts = new ArrayList<>();
  private Optional<SendFailedException> failure = Optional.empty();

  Phones(Ledger ledger, SettableClock clock, Journal journal) {
    this.ledger = ledger;
    this.clock = clock;
    this.journal = journal;
  }

  @Override
  public void send(OfflineMessage message, Binding binding) {
    if (failure.isPresent()) {
      SendFailedException thrown = failure.get();
      failure = Optional.empty();
      journal.note(message.id() + " cannot be sent");
      ledger.unsent(message, thrown instanceof UnsendableMessageException);
      throw thrown;
    }
    send(Attempt.delivery(message, binding, clock.instant()));
  }

  void relay(Front.Relayed relayed) {
    send(Attempt.relay(relayed, clock.instant()));
  }

  private void send(Attempt attempt) {
    journal.note(attempt.toString());
    ledger.sending(attempt, clock.instant());
    attempts.add(attempt);
  }

  void failNext(SendFailedException next) {
    failure = Optional.of(next);
  }

  void mend() {
    failure = Optional.empty();
  }

  /** One of those that nobody has heard the end of; empty when there is none. */
  Optional<Attempt> open(int choice) {
    return choose(choice, attempt -> !attempt.isOver());
  }

  /**
   * One that somebody may still answer though nobody waits for it. While a copy of its message is
   * out to the same device, its answer counts as that copy's: such a coincidence is left out.
   */
  Optional<Attempt> late(int choice) {
    return choose(
        choice,
        late ->
            late.canBeLate()
                && (late.relayed().isPresent()
                    || attempts.stream().allMatch(a -> a.isOver() || !a.isCopyOf(late))));
  }

  List<Attempt> all() {
    return List.copyOf(attempts);
  }

  void reset() {
    attempts.clear();
    mend();
  }

  private Optional<Attempt> choose(int choice, Predicate<Attempt> which) {
    List<Attempt> found = attempts.stream().filter(which).toList();
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(choice % found.size()));
  }
}
