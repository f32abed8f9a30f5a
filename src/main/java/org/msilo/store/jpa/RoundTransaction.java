package org.msilo.store.jpa;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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

  /** How long a claim counts without being renewed. */
  private static final Duration FRESH = CLAIM.dividedBy(2);

  private final Transactions transactions;
  private final Clock clock;
  private final Supplier<String> owner;
  private final MailQueries mail;

  RoundTransaction(Transactions transactions, Clock clock, Supplier<String> owner) {
    this.transactions = transactions;
    this.clock = clock;
    this.owner = owner;
    this.mail = new MailQueries(transactions.seals());
  }

  List<Turn> run(List<RoundStep> steps) {
    return transactions.write(session -> run(session, steps));
  }

  private List<Turn> run(StatelessSession session, List<RoundStep> steps) {
    Instant now = clock.instant();
    settle(session, steps);
    Optional<DeviceTurns> turns = DeviceTurns.settle(session, mail, steps, now);
    Set<String> withMail = mail.mailboxesWithMail(session, claimed(steps), now);
    var lease = new Rounds.LeaseTimes(now, now.plus(CLAIM), now.plus(FRESH));
    Rounds rounds = new Rounds(session, changing(steps), owner.get(), lease);
    Set<String> owned = Rounds.owned(session, continuing(steps), owner.get());
    List<Claim> claims =
        steps.stream()
            .map(
                step ->
                    goesOn(step)
                        ? goOn(owned.contains(step.mailbox()))
                        : change(rounds, step, withMail))
            .toList();
    rounds.insertNew(session);
    Map<String, List<OfflineMessage>> firsts =
        mail.firstMessages(session, toRead(steps, claims), now);
    List<Turn> answers = new ArrayList<>(steps.size());
    for (int i = 0; i < steps.size(); i++) {
      RoundStep step = steps.get(i);
      Turn turn = turn(rounds, step, claims.get(i), firsts, turns, now);
      boolean refused = turns.filter(known -> known.isRefusal(step)).isPresent();
      answers.add(refused ? turn.afterRefusal() : turn);
    }
    rounds.write(session);
    return answers;
  }

  private static Turn turn(
      Rounds rounds,
      RoundStep step,
      Claim claim,
      Map<String, List<OfflineMessage>> firsts,
      Optional<DeviceTurns> turns,
      Instant now) {
    if (claim.status() != Claim.Status.CLAIMED || goesOn(step)) {
      return Turn.of(claim);
    }
    return step instanceof DeviceStep byDevice
        ? Turn.of(next(rounds, turns.orElseThrow(), byDevice))
        : withFirst(rounds, step.mailbox(), firsts.getOrDefault(step.mailbox(), List.of()), now);
  }

  /** Whether what is next was read before: the mailbox has to be ours still, nothing more. */
  private static boolean goesOn(RoundStep step) {
    return step instanceof SettleStep settled && !settled.readsOn();
  }

  private static Claim goOn(boolean ours) {
    return ours ? new Claim(Claim.Status.CLAIMED, Optional.empty(), 0) : Claim.busy();
  }

  /** The mailboxes that are ours and not read yet, but for those that go by devices. */
  private static Set<String> toRead(List<RoundStep> steps, List<Claim> claims) {
    Set<String> wanted = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      RoundStep step = steps.get(i);
      if (claims.get(i).status() == Claim.Status.CLAIMED
          && !(step instanceof DeviceStep)
          && !goesOn(step)) {
        wanted.add(step.mailbox());
      }
    }
    return wanted;
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
    return step instanceof SettleStep settle && settle.readsOn()
        || step instanceof DeviceSettleStep settled && settled.readsOn();
  }

  private static Turn withFirst(
      Rounds rounds, String mailbox, List<OfflineMessage> messages, Instant now) {
    if (messages.isEmpty()) {
      rounds.end(mailbox);
      return Turn.of(Claim.empty());
    }
    int attempts = rounds.attempts(mailbox);
    // The first delivery after failed attempts has to reset them, so it must not be a removal only.
    List<OfflineMessage> ahead =
        attempts > 0 ? List.of() : List.copyOf(messages.subList(1, messages.size()));
    Claim claim = new Claim(Claim.Status.CLAIMED, Optional.of(messages.get(0)), attempts);
    return new Turn(claim, ahead, now.plus(FRESH));
  }

  private static void settle(StatelessSession session, List<RoundStep> steps) {
    List<MailKey> removed = new ArrayList<>();
    for (RoundStep step : steps) {
      if (step instanceof RemoveStep remove) {
        removed.add(new MailKey(remove.mailbox(), remove.message().value()));
      } else if (step instanceof SettleStep settled) {
        if (settled.refusal().isPresent()) {
          MailQueries.markRefused(session, settled.mailbox(), settled.refusal().get());
        } else {
          removed.add(new MailKey(settled.mailbox(), settled.message().value()));
        }
      } else if (step instanceof PauseStep pause) {
        Optional<Instant> next = Optional.of(pause.nextAttemptAt());
        pause
            .tried()
            .ifPresent(tried -> MailQueries.noteAttempt(session, pause.mailbox(), tried, next));
      } else if (step instanceof EndStep end) {
        end.tried()
            .ifPresent(
                tried -> MailQueries.noteAttempt(session, end.mailbox(), tried, Optional.empty()));
      }
    }
    MailQueries.delete(session, removed);
  }

  private static Collection<String> claimed(List<RoundStep> steps) {
    return mailboxes(steps, step -> claimOf(step).isPresent());
  }

  /** The mailboxes whose rounds may begin, change or end: a removal alone changes none. */
  private static Collection<String> changing(List<RoundStep> steps) {
    return mailboxes(steps, step -> !(step instanceof RemoveStep || goesOn(step)));
  }

  private static Collection<String> continuing(List<RoundStep> steps) {
    return mailboxes(steps, RoundTransaction::goesOn);
  }

  private static Collection<String> mailboxes(List<RoundStep> steps, Predicate<RoundStep> which) {
    return steps.stream().filter(which).map(RoundStep::mailbox).distinct().toList();
  }

  /**
   * The answer to one step.
   *
   * @param ahead the messages after the first of the claim, as far as they were read
   * @param freshUntil when they are to be read anew
   */
  record Turn(Claim claim, List<OfflineMessage> ahead, Instant freshUntil) {

    static Turn of(Claim claim) {
      return new Turn(claim, List.of(), Instant.MIN);
    }

    Turn afterRefusal() {
      return new Turn(claim.afterRefusal(), ahead, freshUntil);
    }
  }
}
