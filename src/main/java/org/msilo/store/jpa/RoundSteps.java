package org.msilo.store.jpa;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;
import org.msilo.metrics.Meters;
import org.msilo.store.Claim;
import org.msilo.store.GroupCommit;
import org.msilo.store.jpa.RoundStep.DeviceStep;
import org.msilo.store.jpa.RoundStep.Then;
import org.msilo.store.jpa.RoundTransaction.Turn;

/**
 * Where the steps of all deliveries come together, and what was read ahead for the mailboxes that
 * are being delivered. Thread-safe.
 */
final class RoundSteps implements AutoCloseable {
  private final GroupCommit<RoundStep, Turn> steps;
  private final ReadAhead readAhead = new ReadAhead();
  private final Clock clock;

  /**
   * @param transaction does many steps in one transaction; one answer for each, in order
   * @param loop runs the group commit; one thread
   * @see GroupCommit
   */
  RoundSteps(
      Function<List<RoundStep>, List<Turn>> transaction,
      int capacity,
      int largestGroup,
      Clock clock,
      Executor loop,
      Executor replies,
      Meters meters) {
    this.steps =
        new GroupCommit<>("deliveries", transaction, capacity, largestGroup, loop, replies, meters);
    this.clock = clock;
  }

  /** Takes no more steps, and finishes what it has in the background. */
  @Override
  public void close() {
    steps.close();
  }

  /** Whether steps have waited longer than this and more come than are done. */
  boolean isBehind(Duration wait) {
    return steps.isBehind(wait);
  }

  /** Whether all steps have been done and answered. */
  boolean isIdle() {
    return steps.isIdle();
  }

  /** A step after which nothing more is wanted of the mailbox. */
  CompletableFuture<Claim> take(RoundStep step) {
    return steps.submit(step).thenApply(Turn::claim);
  }

  /** A step that claims a mailbox, or renews its claim, and reads what is next. */
  CompletableFuture<Claim> readOn(RoundStep step) {
    return steps
        .submit(step)
        .thenApply(
            turn -> {
              List<DeviceId> online =
                  step instanceof DeviceStep byDevice ? byDevice.online() : List.of();
              readAhead.keep(step.mailbox(), turn.ahead(), online, turn.freshUntil());
              return turn.claim();
            });
  }

  /**
   * Settles a message of a claimed mailbox, and tells what is next there: read before, or now.
   *
   * @param online the devices at hand; none where it does not go by devices
   * @param step the step, told what is wanted of the mailbox then
   */
  CompletableFuture<Claim> settle(
      String mailbox, List<DeviceId> online, Function<Then, RoundStep> step) {
    Optional<Claim> next = readAhead.next(mailbox, online, clock.instant());
    return next.isEmpty()
        ? readOn(step.apply(Then.READ_ON))
        : take(step.apply(Then.GO_ON)).thenApply(settled -> handOut(mailbox, settled, next.get()));
  }

  /** Only now is it no longer next: a settlement that fails is repeated, and finds the same. */
  private Claim handOut(String mailbox, Claim settled, Claim next) {
    if (settled.status() != Claim.Status.CLAIMED) {
      readAhead.forget(mailbox);
      return settled;
    }
    next.first().ifPresent(message -> readAhead.drop(mailbox, message.id(), next.device()));
    return settled.refused() ? next.afterRefusal() : next;
  }

  /** A message is not to be handed out any more: to nobody, or not to this device. */
  void drop(String mailbox, MessageId message, Optional<DeviceId> device) {
    readAhead.drop(mailbox, message, device);
  }

  /** What was read ahead for a mailbox does not count any more. */
  void forget(String mailbox) {
    readAhead.forget(mailbox);
  }
}
