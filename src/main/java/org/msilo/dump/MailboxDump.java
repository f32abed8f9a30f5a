package org.msilo.dump;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.msilo.location.BindingStore;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.store.Claim;
import org.msilo.store.MessageStore;
import org.msilo.store.Release;
import org.msilo.store.Settlement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers mailboxes: claims one, sends its first message, and lets each final response send the
 * next, so that a mailbox has one message out at a time (RFC 3428 8) and needs no thread of its
 * own. Thread-safe; never waits.
 */
public final class MailboxDump {
  private static final Logger LOG = LoggerFactory.getLogger(MailboxDump.class);

  /** Twice Timer F: the container reports a missing answer after 32 s itself. */
  private static final Duration UNANSWERED = Duration.ofSeconds(64);

  private final MessageStore store;
  private final BindingStore bindings;
  private final MessageSender sender;
  private final Consumer<OfflineMessage> onRefused;
  private final RetryPause pause;
  private final Clock clock;
  private final Arrivals arrivals;
  private final ConcurrentMap<AddressOfRecord, Round> rounds = new ConcurrentHashMap<>();

  /**
   * @param onRefused told of each message that its recipient declined for good
   */
  public MailboxDump(
      MessageStore store,
      BindingStore bindings,
      MessageSender sender,
      Consumer<OfflineMessage> onRefused,
      RetryPause pause,
      Clock clock,
      Arrivals arrivals) {
    this.store = store;
    this.bindings = bindings;
    this.sender = sender;
    this.onRefused = onRefused;
    this.pause = pause;
    this.clock = clock;
    this.arrivals = arrivals;
  }

  /** These bindings were just added or refreshed, and that is committed: their mail goes out. */
  public void registered(AddressOfRecord aor, List<Binding> renewed) {
    Instant now = clock.instant();
    List<Binding> takers = renewed.stream().filter(b -> b.takesMailAt(now)).toList();
    if (!takers.isEmpty()) {
      arrivals.registered(aor);
      start(aor, takers, true);
    }
  }

  /** A message was committed while its mailbox may have a binding to go to. */
  public void mailArrived(AddressOfRecord mailbox) {
    Round running =
        rounds.computeIfPresent(
            mailbox,
            (aor, round) -> {
              round.join(List.of(), false);
              return round;
            });
    if (running == null) {
      attempt(mailbox);
    }
  }

  /** Tries a mailbox whose time has come, if it has a binding. */
  public void attempt(AddressOfRecord mailbox) {
    if (rounds.containsKey(mailbox)) {
      return;
    }
    bindings
        .bindingsOf(mailbox)
        .thenAccept(found -> attempt(mailbox, found))
        .exceptionally(e -> complain("cannot look up the bindings of " + mailbox, e));
  }

  private void attempt(AddressOfRecord mailbox, List<Binding> found) {
    Instant now = clock.instant();
    List<Binding> takers = found.stream().filter(b -> b.takesMailAt(now)).toList();
    if (takers.isEmpty()) {
      // Nobody to try: its next REGISTER starts a dump, until then there is nothing to remember.
      release(new Release(mailbox, Optional.empty(), 0, 0));
    } else {
      start(mailbox, takers, false);
    }
  }

  /** A relayed message had to be stored: its mailbox is tried again after a pause. */
  public void postpone(AddressOfRecord mailbox) {
    Instant at = clock.instant().plus(pause.after(1, Optional.empty()));
    store
        .postpone(mailbox, at)
        .exceptionally(e -> complain("cannot note the next attempt for " + mailbox, e));
  }

  /** Whether this mailbox is being delivered by this node now. */
  public boolean isRunning(AddressOfRecord mailbox) {
    return rounds.containsKey(mailbox);
  }

  /** Whether no mailbox is being delivered by this node. */
  public boolean isIdle() {
    return rounds.isEmpty();
  }

  private void start(AddressOfRecord mailbox, List<Binding> takers, boolean evenIfPaused) {
    Round fresh = new Round(mailbox, takers, evenIfPaused);
    Round round =
        rounds.merge(
            mailbox,
            fresh,
            (running, mine) -> {
              running.join(takers, evenIfPaused);
              return running;
            });
    if (round == fresh) {
      claim(round);
    }
  }

  private void claim(Round round) {
    store
        .claim(round.mailbox(), round.isEvenIfPaused())
        .thenAccept(claim -> claimed(round, claim))
        .exceptionally(
            e -> {
              end(round);
              return complain("cannot read the mailbox of " + round.mailbox(), e);
            });
  }

  private void claimed(Round round, Claim claim) {
    if (claim.first().isEmpty()) {
      end(round);
      return;
    }
    round.claimed(claim.attempts());
    deliver(round, claim.first().get());
  }

  private void deliver(Round round, OfflineMessage message) {
    Optional<Binding> target = round.target(clock.instant(), message);
    if (target.isEmpty()) {
      releaseAndEnd(round);
      return;
    }
    round.sent(message, target.get(), clock.instant());
    try {
      sender.send(message, target.get());
    } catch (SendFailedException e) {
      LOG.info(
          "message {} for {} could not be sent to {}: {}",
          message.id(),
          round.mailbox(),
          target.get().contact(),
          e.getMessage());
      concluded(round.mailbox(), message.id(), DeliveryResult.notSent(e));
    }
  }

  /** The final response to a message that was sent, or the lack of one. */
  public void concluded(AddressOfRecord mailbox, MessageId id, DeliveryResult result) {
    Round round = rounds.get(mailbox);
    Optional<OfflineMessage> message = round == null ? Optional.empty() : round.land(id);
    if (message.isPresent()) {
      conclude(round, message.get(), result);
    } else if (result.outcome() == DeliveryResult.Outcome.DELIVERED) {
      // The round had given it up, but the phone did take it: it must not come twice.
      store
          .remove(mailbox, id)
          .exceptionally(e -> complain("cannot remove delivered message " + id, e));
    }
  }

  private void conclude(Round round, OfflineMessage message, DeliveryResult result) {
    LOG.debug("message {} for {}: {}", message.id(), round.mailbox(), result);
    switch (result.outcome()) {
      case DELIVERED -> {
        round.delivered();
        settle(round, Settlement.remove(round.mailbox(), message.id()));
      }
      case REFUSED_BY_USER -> {
        onRefused.accept(message);
        settle(round, Settlement.remove(round.mailbox(), message.id()));
      }
      case MESSAGE_REFUSED ->
          settle(round, Settlement.refuse(round.mailbox(), message.id(), result.status()));
      case BINDING_CLOSED -> {
        round.dropTried().ifPresent(this::close);
        goOn(round);
      }
      case TRY_LATER -> {
        round.failed(result);
        round.dropTried();
        goOn(round);
      }
    }
  }

  private void close(Binding binding) {
    bindings
        .closeToMail(binding)
        .exceptionally(e -> complain("cannot close " + binding.contact() + " to mail", e));
  }

  /** The same message to the next binding: claiming again renews the claim and reads it anew. */
  private void goOn(Round round) {
    if (round.target(clock.instant()).isPresent()) {
      claim(round);
    } else {
      releaseAndEnd(round);
    }
  }

  private void settle(Round round, Settlement settlement) {
    store
        .settle(settlement)
        .thenAccept(next -> settled(round, next))
        .exceptionally(
            e -> {
              round.keepUnsettled(settlement);
              return complain(
                  "cannot settle message " + settlement.message() + ", it is tried again", e);
            });
  }

  private void settled(Round round, Optional<OfflineMessage> next) {
    if (next.isPresent()) {
      deliver(round, next.get());
    } else {
      end(round);
    }
  }

  /** What the clock has to see to: answers that never came, settlements the database refused. */
  public void tidyUp() {
    Instant deadline = clock.instant().minus(UNANSWERED);
    rounds.forEach(
        (mailbox, round) -> {
          round.takeUnsettled().ifPresent(settlement -> settle(round, settlement));
          round
              .unansweredSince(deadline)
              .ifPresent(message -> concluded(mailbox, message.id(), DeliveryResult.unanswered()));
        });
  }

  private void releaseAndEnd(Round round) {
    store
        .release(round.release(clock.instant(), pause))
        .whenComplete(
            (done, e) -> {
              if (e != null) {
                complain("cannot release the mailbox of " + round.mailbox(), e);
              }
              end(round);
            });
  }

  private void release(Release release) {
    store
        .release(release)
        .exceptionally(e -> complain("cannot release the mailbox of " + release.mailbox(), e));
  }

  /** Forgets the round, unless somebody joined it: then the mailbox is looked at once more. */
  private void end(Round round) {
    Round left =
        rounds.computeIfPresent(round.mailbox(), (aor, known) -> known.takeJoined() ? known : null);
    if (left != null) {
      claim(left);
    }
  }

  private static Void complain(String what, Throwable cause) {
    LOG.warn("{}: {}", what, cause.getMessage());
    return null;
  }
}
