package org.msilo.dump;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.msilo.location.BindingStore;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.store.Claim;
import org.msilo.store.MessageStore;
import org.msilo.store.Release;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rounds under way: each claims its mailbox, sends the first message, and lets every final
 * response send the next. Thread-safe; never waits.
 */
final class Rounds {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

  /** Twice Timer F: the container reports a missing answer after 32 s itself. */
  private static final Duration UNANSWERED = Duration.ofSeconds(64);

  private final MessageStore store;
  private final BindingStore bindings;
  private final MessageSender sender;
  private final RefusalListener onRefusal;
  private final RetryPause pause;
  private final DeliveryRule rule;
  private final Executor steps;
  private final Clock clock;
  private final ConcurrentMap<AddressOfRecord, Round> rounds = new ConcurrentHashMap<>();
  private final AtomicBoolean stopping = new AtomicBoolean();

  Rounds(
      MessageStore store,
      BindingStore bindings,
      MessageSender sender,
      RefusalListener onRefusal,
      RetryPause pause,
      DeliveryRule rule,
      Executor steps,
      Clock clock) {
    this.store = store;
    this.bindings = bindings;
    this.sender = sender;
    this.onRefusal = onRefusal;
    this.pause = pause;
    this.rule = rule;
    this.steps = steps;
    this.clock = clock;
  }

  boolean isRunning(AddressOfRecord mailbox) {
    return rounds.containsKey(mailbox);
  }

  int running() {
    return rounds.size();
  }

  boolean isIdle() {
    return rounds.isEmpty();
  }

  /** From now on nothing more is sent: each round ends when its message has its answer. */
  void stop() {
    stopping.set(true);
  }

  /** Has a mailbox looked at once more if a round is going over it; whether one is. */
  boolean lookAgain(AddressOfRecord mailbox) {
    return rounds.computeIfPresent(mailbox, (aor, round) -> round.join(List.of(), false)) != null;
  }

  /**
   * Goes over a mailbox, or joins the round that does.
   *
   * @param evenIfPaused whether a pause before the next attempt is cut short
   */
  void start(AddressOfRecord mailbox, List<Binding> takers, boolean evenIfPaused) {
    Round fresh = new Round(mailbox, takers, evenIfPaused);
    Round round =
        rounds.merge(mailbox, fresh, (running, mine) -> running.join(takers, evenIfPaused));
    if (round == fresh) {
      claim(round);
    }
  }

  private void claim(Round round) {
    follow(round, rule.claim(round));
  }

  private void follow(Round round, CompletableFuture<Claim> next) {
    next.thenAcceptAsync(claim -> claimed(round, claim), steps)
        .exceptionally(
            e -> {
              end(round);
              return complain("cannot go on with the mailbox of " + round.mailbox(), e);
            });
  }

  private void claimed(Round round, Claim claim) {
    if (claim.first().isEmpty()) {
      end(round);
      return;
    }
    round.claimed(claim, claim.first().get().id());
    deliver(round, claim.first().get());
  }

  private void deliver(Round round, OfflineMessage message) {
    if (stopping.get()) {
      leave(round);
      return;
    }
    if (message.isExpiredAt(clock.instant())) {
      // Its time ran out after it was read: reading anew leaves it out.
      claim(round);
      return;
    }
    Optional<Binding> target = round.target(clock.instant(), message);
    if (target.isEmpty()) {
      follow(round, rule.giveUp(round));
      return;
    }
    round.sent(message, target.get(), clock.instant());
    try {
      sender.send(message, target.get());
    } catch (SendFailedException e) {
      String contact = target.get().contact();
      LOG.info("message {} could not be sent to {}: {}", message.id(), contact, e.getMessage());
      concluded(round.mailbox(), message.id(), Optional.empty(), DeliveryResult.notSent(e));
    }
  }

  /** Whoever starts next goes on from here at once. */
  private void leave(Round round) {
    Release release = round.release(clock.instant(), pause);
    follow(round, store.release(release).thenApply(released -> Claim.empty()));
  }

  /**
   * The final response to a message that was sent.
   *
   * @param device which device it was sent to, if that is known
   */
  void concluded(
      AddressOfRecord mailbox, MessageId id, Optional<DeviceId> device, DeliveryResult result) {
    Round round = rounds.get(mailbox);
    Optional<OfflineMessage> message = round == null ? Optional.empty() : round.land(id, device);
    if (message.isPresent()) {
      try {
        conclude(round, message.get(), result);
      } catch (RuntimeException | Error e) {
        // The message is in nobody's hands now: the clock must find its mailbox again.
        LOG.error("delivery of message {} for {} broke off", id, mailbox, e);
        end(round);
      }
    } else if (result.outcome() == DeliveryResult.Outcome.DELIVERED) {
      // The round had given it up, but the phone did take it: it must not come twice.
      rule.takenLate(mailbox, id, device)
          .exceptionally(e -> complain("cannot remove delivered message " + id, e));
    }
  }

  private void conclude(Round round, OfflineMessage message, DeliveryResult result) {
    LOG.debug("message {} for {}: {}", message.id(), round.mailbox(), result);
    switch (result.outcome()) {
      case DELIVERED, REFUSED_BY_USER, MESSAGE_REFUSED ->
          settle(round, message, result, rule.settlement(round, message, result));
      case BINDING_CLOSED -> goOn(round, message, result, this::close);
      case TRY_LATER -> goOn(round, message, result, binding -> {});
    }
  }

  private void close(Binding binding) {
    bindings
        .closeToMail(binding)
        .exceptionally(e -> complain("cannot close " + binding.contact() + " to mail", e));
  }

  /** The same message to the next binding: claiming again renews the claim and reads it anew. */
  private void goOn(
      Round round, OfflineMessage message, DeliveryResult result, Consumer<Binding> dropped) {
    round.failed(message.id(), result);
    round.dropTried().ifPresent(dropped);
    if (round.target(clock.instant()).isPresent()) {
      claim(round);
    } else {
      follow(round, rule.giveUp(round));
    }
  }

  private void settle(
      Round round,
      OfflineMessage message,
      DeliveryResult result,
      Supplier<CompletableFuture<Claim>> settlement) {
    settlement
        .get()
        .whenCompleteAsync(
            (next, e) -> {
              if (e == null) {
                settled(round, message, result, next);
              } else {
                round.keepUnsettled(() -> settle(round, message, result, settlement));
              }
            },
            steps)
        .exceptionally(e -> complain("cannot settle " + message.id() + ", it is tried again", e));
  }

  /** Told after the commit: who crashes in between tells nobody, but never tells twice. */
  private void settled(Round round, OfflineMessage message, DeliveryResult result, Claim next) {
    try {
      if (result.outcome() == DeliveryResult.Outcome.REFUSED_BY_USER) {
        onRefusal.declined(message);
      } else if (next.refused()) {
        onRefusal.refused(message);
      }
    } finally {
      claimed(round, next);
    }
  }

  /** What the clock has to see to: answers that never came, settlements the database refused. */
  void tidyUp() {
    Instant deadline = clock.instant().minus(UNANSWERED);
    rounds.forEach(
        (mailbox, round) -> {
          round.takeUnsettled().ifPresent(Runnable::run);
          round
              .unansweredSince(deadline)
              .ifPresent(
                  message ->
                      concluded(
                          mailbox, message.id(), Optional.empty(), DeliveryResult.unanswered()));
        });
  }

  /** Forgets the round, unless somebody joined it: then the mailbox is looked at once more. */
  private void end(Round round) {
    Round left =
        rounds.computeIfPresent(round.mailbox(), (aor, known) -> known.takeJoined() ? known : null);
    if (left != null) {
      claim(left);
    }
  }

  private static <T> T complain(String what, Throwable cause) {
    LOG.warn("{}: {}", what, cause.getMessage());
    return null;
  }
}
