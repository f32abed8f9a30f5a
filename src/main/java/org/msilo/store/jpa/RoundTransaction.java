package org.msilo.store.jpa;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.hibernate.StatelessSession;
import org.msilo.message.OfflineMessage;
import org.msilo.store.Claim;
import org.msilo.store.jpa.RoundStep.ClaimStep;
import org.msilo.store.jpa.RoundStep.DeviceClaimStep;
import org.msilo.store.jpa.RoundStep.DeviceSettleStep;
import org.msilo.store.jpa.RoundStep.DeviceStep;
import org.msilo.store.jpa.RoundStep.EndStep;
import org.msilo.store.jpa.RoundStep.PauseStep;
import org.msilo.store.jpa.RoundStep.PostponeStep;
import org.msilo.store.jpa.RoundStep.RemoveStep;
import org.msilo.store.jpa.RoundStep.SettleStep;

/**
 * Does the steps of many mailboxes in one transaction: a handful of statements however many there
 * are. Thread-safe.
 */
final class RoundTransaction {
  /** Longer than a MESSAGE can stay unanswered (Timer F, 32 s), with room for a slow database. */
  private static final Duration CLAIM = Duration.ofSeconds(120);

  private final Transactions transactions;
  private final Clock clock;
  private final Supplier<String> owner;

  RoundTransaction(Transactions transactions, Clock clock, Supplier<String> owner) {
    this.transactions = transactions;
    this.clock = clock;
    this.owner = owner;
  }

  List<Claim> run(List<RoundStep> steps) {
    return transactions.write(session -> run(session, steps));
  }

  private List<Claim> run(StatelessSession session, List<RoundStep> steps) {
    Instant now = clock.instant();
    settle(session, steps);
    Optional<DeviceTurns> turns = DeviceTurns.settle(session, steps, now);
    Set<String> withMail = MailQueries.mailboxesWithMail(session, claimed(steps), now);
    var lease = new Rounds.LeaseTimes(now, now.plus(CLAIM), now.plus(CLAIM.dividedBy(2)));
    Rounds rounds = new Rounds(session, mailboxes(steps), owner.get(), lease);
    List<Claim> answers =
        new ArrayList<>(steps.stream().map(step -> change(rounds, step, withMail)).toList());
    Map<String, OfflineMessage> heads = heads(session, steps, answers, now);
    for (int i = 0; i < steps.size(); i++) {
      RoundStep step = steps.get(i);
      if (answers.get(i).status() == Claim.Status.CLAIMED) {
        answers.set(
            i,
            step instanceof DeviceStep byDevice
                ? next(rounds, turns.orElseThrow(), byDevice)
                : withHead(rounds, step.mailbox(), heads));
      }
      if (turns.filter(known -> known.isRefusal(step)).isPresent()) {
        answers.set(i, answers.get(i).afterRefusal());
      }
    }
    rounds.write(session);
    return answers;
  }

  /** The first messages of the mailboxes that are ours, but for those that go by devices. */
  private static Map<String, OfflineMessage> heads(
      StatelessSession session, List<RoundStep> steps, List<Claim> answers, Instant now) {
    Set<String> wanted = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      if (answers.get(i).status() == Claim.Status.CLAIMED
          && !(steps.get(i) instanceof DeviceStep)) {
        wanted.add(steps.get(i).mailbox());
      }
    }
    Map<String, OfflineMessage> heads = new HashMap<>();
    MailQueries.firstMessages(session, wanted, now)
        .forEach(message -> heads.put(message.mailbox().toString(), message));
    return heads;
  }

  private static Claim next(Rounds rounds, DeviceTurns turns, DeviceStep step) {
    Claim next = turns.next(step);
    if (next.first().isEmpty()) {
      turns
          .nextRetryAt(step)
          .ifPresentOrElse(
              at -> rounds.pause(new PauseStep(step.mailbox(), at, 0, 0, Optional.empty())),
              () -> rounds.end(step.mailbox()));
    }
    return next;
  }

  private static Claim change(Rounds rounds, RoundStep step, Set<String> withMail) {
    Claim claimed = new Claim(Claim.Status.CLAIMED, Optional.empty(), 0);
    Optional<ClaimStep> claim = claimOf(step);
    if (claim.isPresent()) {
      if (!withMail.contains(step.mailbox())) {
        rounds.end(step.mailbox());
        return Claim.empty();
      }
      return rounds.claim(claim.get()) ? claimed : Claim.busy();
    }
    if (readsOn(step)) {
      if (!rounds.isOurs(step.mailbox())) {
        return Claim.busy();
      }
      rounds.progress(step.mailbox());
      return claimed;
    }
    if (step instanceof PauseStep pause) {
      rounds.pause(pause);
    } else if (step instanceof EndStep end) {
      rounds.end(end.mailbox());
    } else if (step instanceof PostponeStep postpone) {
      rounds.postpone(postpone);
    }
    return Claim.empty();
  }

  /** The pause of a mailbox that goes by devices is that of each device. */
  private static Optional<ClaimStep> claimOf(RoundStep step) {
    if (step instanceof ClaimStep claim) {
      return Optional.of(claim);
    }
    return step instanceof DeviceClaimStep byDevice
        ? Optional.of(new ClaimStep(byDevice.mailbox(), true))
        : Optional.empty();
  }

  private static boolean readsOn(RoundStep step) {
    return step instanceof SettleStep
        || step instanceof DeviceSettleStep settled && settled.readsOn();
  }

  private static Claim withHead(Rounds rounds, String mailbox, Map<String, OfflineMessage> heads) {
    OfflineMessage head = heads.get(mailbox);
    if (head == null) {
      rounds.end(mailbox);
      return Claim.empty();
    }
    return new Claim(Claim.Status.CLAIMED, Optional.of(head), rounds.attempts(mailbox));
  }

  private static void settle(StatelessSession session, List<RoundStep> steps) {
    List<Long> removed = new ArrayList<>();
    for (RoundStep step : steps) {
      if (step instanceof RemoveStep remove) {
        removed.add(remove.message().value());
      } else if (step instanceof SettleStep settled) {
        if (settled.refusal().isPresent()) {
          MailQueries.markRefused(session, settled.refusal().get());
        } else {
          removed.add(settled.message().value());
        }
      } else if (step instanceof PauseStep pause) {
        Optional<Instant> next = Optional.of(pause.nextAttemptAt());
        pause.tried().ifPresent(tried -> MailQueries.noteAttempt(session, tried, next));
      } else if (step instanceof EndStep end) {
        end.tried().ifPresent(tried -> MailQueries.noteAttempt(session, tried, Optional.empty()));
      }
    }
    MailQueries.delete(session, removed);
  }

  private static Collection<String> claimed(List<RoundStep> steps) {
    return steps.stream()
        .filter(step -> claimOf(step).isPresent())
        .map(RoundStep::mailbox)
        .distinct()
        .toList();
  }

  private static Collection<String> mailboxes(List<RoundStep> steps) {
    return steps.stream().map(RoundStep::mailbox).distinct().toList();
  }
}
