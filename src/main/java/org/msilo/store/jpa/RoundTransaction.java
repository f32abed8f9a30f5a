package org.msilo.store.jpa;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.hibernate.StatelessSession;
import org.msilo.store.Claim;
import org.msilo.store.jpa.RoundStep.ClaimStep;
import org.msilo.store.jpa.RoundStep.DeviceClaimStep;
import org.msilo.store.jpa.RoundStep.DeviceStep;
import org.msilo.store.jpa.RoundStep.EndStep;
import org.msilo.store.jpa.RoundStep.PauseStep;
import org.msilo.store.jpa.RoundStep.PostponeStep;
import org.msilo.store.jpa.RoundStep.RemoveStep;
import org.msilo.store.jpa.RoundStep.SettleStep;
import org.msilo.store.jpa.RoundStep.Then;

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
    FirstMail firstMail = new FirstMail(session, transactions.seals(), now);
    Optional<DeviceTurns> turns = DeviceTurns.settle(session, firstMail, steps, now);
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
    Map<String, List<Claim>> next = next(rounds, firstMail, turns, reading(steps, claims));
    List<Turn> answers = new ArrayList<>(steps.size());
    for (int i = 0; i < steps.size(); i++) {
      RoundStep step = steps.get(i);
      Claim claim = claims.get(i);
      Turn turn =
          claim.status() != Claim.Status.CLAIMED || goesOn(step)
              ? Turn.of(claim)
              : turn(rounds, step, next.getOrDefault(step.mailbox(), List.of()), turns, now);
      boolean refused = turns.filter(known -> known.isRefusal(step)).isPresent();
      answers.add(refused ? turn.afterRefusal() : turn);
    }
    rounds.write(session);
    return answers;
  }

  /** Whether what is next was read before: the mailbox has to be ours still, nothing more. */
  private static boolean goesOn(RoundStep step) {
    return step.then() == Then.GO_ON;
  }

  private static Claim goOn(boolean ours) {
    return ours ? new Claim(Claim.Status.CLAIMED, Optional.empty(), 0) : Claim.busy();
  }

  /** The steps whose mailboxes are ours and to be read. */
  private static List<RoundStep> reading(List<RoundStep> steps, List<Claim> claims) {
    return IntStream.range(0, steps.size())
        .filter(i -> claims.get(i).status() == Claim.Status.CLAIMED && !goesOn(steps.get(i)))
        .mapToObj(steps::get)
        .toList();
  }

  /** What is next in the mailboxes of these steps, as far as it is read at once. */
  private static Map<String, List<Claim>> next(
      Rounds rounds, FirstMail mail, Optional<DeviceTurns> turns, List<RoundStep> steps) {
    Map<String, List<Claim>> next = new HashMap<>();
    Collection<String> forAny = mailboxes(steps, step -> !(step instanceof DeviceStep));
    mail.read(forAny)
        .forEach(
            (mailbox, messages) -> {
              int attempts = rounds.attempts(mailbox);
              next.put(
                  mailbox,
                  messages.stream()
                      .map(m -> new Claim(Claim.Status.CLAIMED, Optional.of(m), attempts))
                      .toList());
            });
    turns.ifPresent(
        known ->
            next.putAll(
                known.next(
                    steps.stream()
                        .filter(DeviceStep.class::isInstance)
                        .map(DeviceStep.class::cast)
                        .toList())));
    return next;
  }

  private static Turn turn(
      Rounds rounds, RoundStep step, List<Claim> next, Optional<DeviceTurns> turns, Instant now) {
    if (next.isEmpty()) {
      turns
          .flatMap(known -> known.nextRetryAt(step.mailbox()))
          .ifPresentOrElse(
              at -> rounds.pause(new PauseStep(step.mailbox(), at, 0, 0, Optional.empty())),
              () -> rounds.end(step.mailbox()));
      return Turn.of(Claim.empty());
    }
    // The first delivery after failed attempts resets them, which what is read ahead does not know.
    boolean failedBefore = next.stream().anyMatch(claim -> claim.attempts() > 0);
    List<Claim> ahead = failedBefore ? List.of() : List.copyOf(next.subList(1, next.size()));
    return new Turn(next.get(0), ahead, now.plus(FRESH));
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
    if (step.then() == Then.READ_ON) {
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

  /** The mailboxes whose rounds may begin, change or end. */
  private static Collection<String> changing(List<RoundStep> steps) {
    return mailboxes(
        steps,
        step ->
            claimOf(step).isPresent()
                || step.then() == Then.READ_ON
                || step instanceof PauseStep
                || step instanceof EndStep
                || step instanceof PostponeStep);
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
   * @param ahead what comes after the claim, as far as it was read
   * @param freshUntil when they are to be read anew
   */
  record Turn(Claim claim, List<Claim> ahead, Instant freshUntil) {

    static Turn of(Claim claim) {
      return new Turn(claim, List.of(), Instant.MIN);
    }

    Turn afterRefusal() {
      return new Turn(claim.afterRefusal(), ahead, freshUntil);
    }
  }
}
