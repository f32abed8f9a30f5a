package org.msilo.dump;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.store.Release;
import org.msilo.store.Settlement;

/**
 * One pass over a mailbox: the bindings still to be tried and the one message that is out. It does
 * one thing at a time; only joining comes from other threads. Thread-safe.
 */
final class Round {
  private final AddressOfRecord mailbox;
  private final Deque<Binding> targets = new ArrayDeque<>();
  private boolean joined;
  private boolean joinedEvenIfPaused;
  private boolean evenIfPaused;
  private int attempts;
  private int lastStatus;
  private boolean retryWanted;
  private Optional<Duration> longestRetryAfter = Optional.empty();
  private Optional<OfflineMessage> inFlight = Optional.empty();
  private Optional<Binding> tried = Optional.empty();
  private Optional<Instant> sentAt = Optional.empty();
  private Optional<Settlement> unsettled = Optional.empty();

  Round(AddressOfRecord mailbox, List<Binding> bindings, boolean evenIfPaused) {
    this.mailbox = mailbox;
    this.evenIfPaused = evenIfPaused;
    targets.addAll(bindings);
  }

  AddressOfRecord mailbox() {
    return mailbox;
  }

  /** More bindings, or more mail, while it runs: the mailbox is looked at once more at the end. */
  synchronized void join(List<Binding> bindings, boolean cutsPauseShort) {
    bindings.forEach(fresh -> targets.removeIf(fresh::isSameAs));
    targets.addAll(bindings);
    joined = true;
    joinedEvenIfPaused |= cutsPauseShort;
  }

  /** Whether somebody joined since the last call; if so, the round is ready to run once more. */
  synchronized boolean takeJoined() {
    boolean again = joined;
    evenIfPaused = joinedEvenIfPaused;
    joined = false;
    joinedEvenIfPaused = false;
    retryWanted = false;
    longestRetryAfter = Optional.empty();
    return again;
  }

  synchronized boolean isEvenIfPaused() {
    return evenIfPaused;
  }

  synchronized void claimed(int failedAttempts) {
    attempts = failedAttempts;
    // From here on the mailbox is ours: going on is not cutting a pause short.
    evenIfPaused = true;
  }

  synchronized Optional<Binding> target(Instant now) {
    targets.removeIf(binding -> !binding.takesMailAt(now));
    return Optional.ofNullable(targets.peekFirst());
  }

  /** The binding for this message: a large one goes first where datagrams need not carry it. */
  synchronized Optional<Binding> target(Instant now, OfflineMessage message) {
    Optional<Binding> first = target(now);
    return message.isLarge()
        ? targets.stream().filter(Binding::isCongestionControlled).findFirst().or(() -> first)
        : first;
  }

  synchronized void sent(OfflineMessage message, Binding binding, Instant at) {
    inFlight = Optional.of(message);
    tried = Optional.of(binding);
    sentAt = Optional.of(at);
  }

  /** Takes the message that is out, if it is this one: whoever gets it deals with its end. */
  synchronized Optional<OfflineMessage> land(MessageId id) {
    Optional<OfflineMessage> message = inFlight.filter(m -> m.id().equals(id));
    if (message.isPresent()) {
      inFlight = Optional.empty();
      sentAt = Optional.empty();
    }
    return message;
  }

  synchronized Optional<OfflineMessage> unansweredSince(Instant deadline) {
    return sentAt.filter(at -> at.isBefore(deadline)).flatMap(at -> inFlight);
  }

  synchronized void delivered() {
    attempts = 0;
  }

  /**
   * Drops the binding that was tried; one that has registered anew meanwhile is another and stays.
   *
   * @return the binding that was tried
   */
  synchronized Optional<Binding> dropTried() {
    tried.ifPresent(targets::remove);
    return tried;
  }

  synchronized void failed(DeliveryResult result) {
    retryWanted = true;
    lastStatus = result.status();
    if (result.retryAfter().isPresent()
        && longestRetryAfter
            .filter(known -> known.compareTo(result.retryAfter().get()) >= 0)
            .isEmpty()) {
      longestRetryAfter = result.retryAfter();
    }
  }

  /** Settlement that the database would not take yet; kept, or the message would go out again. */
  synchronized void keepUnsettled(Settlement settlement) {
    unsettled = Optional.of(settlement);
  }

  synchronized Optional<Settlement> takeUnsettled() {
    Optional<Settlement> result = unsettled;
    unsettled = Optional.empty();
    return result;
  }

  /** The end of this round: another attempt after a pause if a binding may take its mail later. */
  synchronized Release release(Instant now, RetryPause pause) {
    int failed = attempts + 1;
    Optional<Instant> next =
        retryWanted
            ? Optional.of(now.plus(pause.after(failed, longestRetryAfter)))
            : Optional.empty();
    return new Release(mailbox, next, failed, lastStatus);
  }
}
