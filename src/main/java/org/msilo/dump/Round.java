package org.msilo.dump;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.store.Answer;
import org.msilo.store.Attempt;
import org.msilo.store.Claim;
import org.msilo.store.Release;

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
  private Optional<DeviceId> device = Optional.empty();
  private int timesSent;
  private int lastStatus;
  private Optional<Attempt> failure = Optional.empty();
  private boolean retryWanted;
  private Optional<Duration> longestRetryAfter = Optional.empty();
  private Optional<OfflineMessage> inFlight = Optional.empty();
  private Optional<Binding> tried = Optional.empty();
  private Optional<Instant> sentAt = Optional.empty();
  private Optional<Runnable> unsettled = Optional.empty();

  Round(AddressOfRecord mailbox, List<Binding> bindings, boolean evenIfPaused) {
    this.mailbox = mailbox;
    this.evenIfPaused = evenIfPaused;
    targets.addAll(bindings);
  }

  AddressOfRecord mailbox() {
    return mailbox;
  }

  /** More bindings, or more mail, while it runs: the mailbox is looked at once more at the end. */
  synchronized Round join(List<Binding> bindings, boolean cutsPauseShort) {
    bindings.forEach(fresh -> targets.removeIf(fresh::isSameAs));
    targets.addAll(bindings);
    joined = true;
    joinedEvenIfPaused |= cutsPauseShort;
    return this;
  }

  /** Whether somebody joined since the last call; if so, the round is ready to run once more. */
  synchronized boolean takeJoined() {
    boolean again = joined;
    evenIfPaused = joinedEvenIfPaused;
    joined = false;
    joinedEvenIfPaused = false;
    forgetFailures();
    return again;
  }

  synchronized boolean isEvenIfPaused() {
    return evenIfPaused;
  }

  /** The mailbox is ours, and this is what goes out next. */
  synchronized void claimed(Claim claim, MessageId next) {
    attempts = claim.attempts();
    boolean other = !claim.device().equals(device);
    device = claim.device();
    if (other || failure.filter(known -> known.message().equals(next)).isEmpty()) {
      timesSent = 0;
      failure = Optional.empty();
    }
    if (other) {
      forgetFailures();
    }
    // From here on the mailbox is ours: going on is not cutting a pause short.
    evenIfPaused = true;
  }

  /** The binding to try next: any, or one of the device whose turn it is. */
  synchronized Optional<Binding> target(Instant now) {
    targets.removeIf(binding -> !binding.takesMailAt(now));
    return turns().findFirst();
  }

  /** The bindings whose turn it is: all, or those of one device. */
  private Stream<Binding> turns() {
    return targets.stream().filter(b -> device.isEmpty() || device.get().equals(DeviceId.of(b)));
  }

  /** The devices that are there to be tried. */
  synchronized List<DeviceId> online(Instant now) {
    targets.removeIf(binding -> !binding.takesMailAt(now));
    return targets.stream().map(DeviceId::of).distinct().toList();
  }

  /** Whose turn it is, when each device gets its own copy. */
  synchronized Optional<DeviceId> device() {
    return device;
  }

  /** The binding for this message: a large one goes first where datagrams need not carry it. */
  synchronized Optional<Binding> target(Instant now, OfflineMessage message) {
    Optional<Binding> first = target(now);
    return message.isLarge()
        ? turns().filter(Binding::isCongestionControlled).findFirst().or(() -> first)
        : first;
  }

  synchronized void sent(OfflineMessage message, Binding binding, Instant at) {
    inFlight = Optional.of(message);
    tried = Optional.of(binding);
    sentAt = Optional.of(at);
    timesSent++;
  }

  /**
   * Takes the message that is out, if it is this one: whoever gets it deals with its end.
   *
   * @param from the device that answered, if that is known
   */
  synchronized Optional<OfflineMessage> land(MessageId id, Optional<DeviceId> from) {
    Optional<OfflineMessage> message =
        inFlight
            .filter(m -> m.id().equals(id))
            .filter(m -> from.isEmpty() || from.equals(tried.map(DeviceId::of)));
    if (message.isPresent()) {
      inFlight = Optional.empty();
      sentAt = Optional.empty();
    }
    return message;
  }

  synchronized Optional<OfflineMessage> unansweredSince(Instant deadline) {
    return sentAt.filter(at -> at.isBefore(deadline)).flatMap(at -> inFlight);
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

  /** What was sent and the answer to it. */
  synchronized Attempt attempt(MessageId message, Answer answer) {
    return new Attempt(message, timesSent, answer);
  }

  /** A binding did not take it; notes what is to be known of that when no other one does. */
  synchronized void failed(MessageId message, DeliveryResult result) {
    failure = Optional.of(attempt(message, result.answer()));
    if (result.outcome() != DeliveryResult.Outcome.TRY_LATER) {
      return;
    }
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
  synchronized void keepUnsettled(Runnable settlement) {
    unsettled = Optional.of(settlement);
  }

  synchronized Optional<Runnable> takeUnsettled() {
    Optional<Runnable> result = unsettled;
    unsettled = Optional.empty();
    return result;
  }

  /** The message that nobody took, if one was tried. */
  synchronized Optional<Attempt> tried() {
    return failure;
  }

  /** Rounds that failed since the last delivery, this one included. */
  synchronized int failedRounds() {
    return attempts + 1;
  }

  /** After a pause, if a binding may take its mail later; else nobody knows. */
  synchronized Optional<Instant> nextAttemptAt(Instant now, RetryPause pause) {
    return retryWanted
        ? Optional.of(now.plus(pause.after(failedRounds(), longestRetryAfter)))
        : Optional.empty();
  }

  /** The end of this round. */
  synchronized Release release(Instant now, RetryPause pause) {
    return new Release(mailbox, nextAttemptAt(now, pause), failedRounds(), lastStatus, failure);
  }

  /** What failed has been noted in the store. */
  synchronized void forgetFailures() {
    retryWanted = false;
    longestRetryAfter = Optional.empty();
    failure = Optional.empty();
    timesSent = 0;
  }
}
