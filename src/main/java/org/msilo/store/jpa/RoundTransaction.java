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
    Set<String> withMail = MailQueries.mailboxesWithMail(session, claimed(steps), now);
    var lease = new Rounds.LeaseTimes(now, now.plus(CLAIM), now.plus(CLAIM.dividedBy(2)));
    Rounds rounds = new Rounds(session, mailboxes(steps), owner.get(), lease);
    Set<String> wanted = new HashSet<>();
    List<Claim> answers = new ArrayList<>(steps.size());
    for (RoundStep step : steps) {
      Claim answer = change(rounds, step, withMail);
      answers.add(answer);
      if (answer.status() == Claim.Status.CLAIMED) {
        wanted.add(step.mailbox());
      }
    }
    Map<String, OfflineMessage> heads = new HashMap<>();
    MailQueries.firstMessages(session, wanted, now)
        .forEach(message -> heads.put(message.mailbox().toString(), message));
    for (int i = 0; i < steps.size(); i++) {
      if (answers.get(i).status() == Claim.Status.CLAIMED) {
        answers.set(i, withHead(rounds, steps.get(i).mailbox(), heads));
      }
    }
    rounds.write(session);
    return answers;
  }

  private static Claim change(Rounds rounds, RoundStep step, Set<String> withMail) {
    Claim claimed = new Claim(Claim.Status.CLAIMED, Optional.empty(), 0);
    if (step instanceof ClaimStep claim) {
      if (!withMail.contains(claim.mailbox())) {
        rounds.end(claim.mailbox());
        return Claim.empty();
      }
      return rounds.claim(claim) ? claimed : Claim.busy();
    }
    if (step instanceof SettleStep settled) {
      if (!rounds.isOurs(settled.mailbox())) {
        return Claim.busy();
      }
      rounds.progress(settled.mailbox());
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
        if (settled.refusedFor().isPresent()) {
          MailQueries.markRefused(session, settled.message(), settled.refusedFor().getAsInt());
        } else {
          removed.add(settled.message().value());
        }
      }
    }
    MailQueries.delete(session, removed);
  }

  private static Collection<String> claimed(List<RoundStep> steps) {
    return steps.stream()
        .filter(ClaimStep.class::isInstance)
        .map(RoundStep::mailbox)
        .distinct()
        .toList();
  }

  private static Collection<String> mailboxes(List<RoundStep> steps) {
    return steps.stream().map(RoundStep::mailbox).distinct().toList();
  }
}
