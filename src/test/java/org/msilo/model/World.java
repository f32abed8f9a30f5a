package org.msilo.model;

import static org.msilo.testing.MessageFixtures.NOON;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.msilo.dump.DeliveryResult;
import org.msilo.dump.SendFailedException;
import org.msilo.dump.UnsendableMessageException;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.OfflineMessage;
import org.msilo.model.FaultyDatabase.Fault;
import org.msilo.model.Ledger.Promise;
import org.msilo.testing.MessageFixtures;
import org.msilo.testing.SettableClock;

/**
 * Callers, phones, time, a database and a server process, to which the steps of a run happen. For
 * one thread.
 */
final class World {
  static final List<AddressOfRecord> MAILBOXES =
      IntStream.range(0, 3).mapToObj(i -> new AddressOfRecord("bob" + i, "example.org")).toList();
  private static final int[] SECONDS = {1, 5, 11, 33, 66, 125, 400, 1100};
  private static final Step END = new Step(Step.Kind.DRAIN, 0, 0);

  /** What never comes to rest by then goes in circles. */
  private static final int MOST_TURNS = 10_000;

  private static final double CHOICES = 100;
  private static final Duration A_MOMENT = Duration.ofMillis(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration RELAY_LIMIT = Duration.ofSeconds(10);

  private final FaultyDatabase database;
  private final Executor loops;
  private final Tampering tampering;
  private final SettableClock clock = new SettableClock(NOON);
  private final Journal journal = new Journal();
  private final Ledger ledger = new Ledger();
  private final Phones phones = new Phones(ledger, clock, journal);
  private final Callers callers;
  private final Crank crank;
  private Node node;
  private int registers;
  private int commitsSeen;
  private double chance;
  private Duration setBack = Duration.ZERO;

  World(FaultyDatabase database, Executor loops, Tampering tampering) {
    this.database = database;
    this.loops = loops;
    this.tampering = tampering;
    database.clear();
    crank = new Crank(database);
    callers = new Callers(ledger, clock, journal, database);
    commitsSeen = database.commits();
    node = start();
  }

  private Node start() {
    return new Node(
        database,
        crank,
        clock,
        loops,
        new Node.Outside(phones, callers::told, callers::answered, () -> chance, tampering));
  }

  Ledger ledger() {
    return ledger;
  }

  Journal journal() {
    return journal;
  }

  Node node() {
    return node;
  }

  Phones phones() {
    return phones;
  }

  /** The end of a run, when everything is well. */
  void end() {
    journal.begin(END);
    database.mend();
    callers.mend();
    phones.mend();
    new Ending(this).play(setBack);
  }

  /** One step, and a look at what came of it. */
  void happen(Step step) {
    journal.begin(step);
    chance = step.b() / CHOICES;
    act(step);
    look();
    if (crank.isIdle()) {
      ledger.atRest(database.faults());
    }
  }

  /** The ledger sees the table whenever it may have changed. */
  void look() {
    ledger.timeIs(clock.instant());
    if (database.commits() != commitsSeen) {
      commitsSeen = database.commits();
      ledger.committed(database.rows());
    }
  }

  private void act(Step step) {
    switch (step.kind()) {
      case SEND -> callers.send(node, mailbox(step.a()), step.b() % 4 == 0);
      case RESEND -> callers.resend(node, step.a());
      case REGISTER -> register(mailbox(step.a()), step.b() % 2, step.b() % 3 > 0);
      case UNREGISTER -> unregister(mailbox(step.a()), step.b() % 2);
      case WORK -> crank.turn(step.a(), step.b());
      case DRAIN -> drain(step.a());
      case ANSWER -> phones.open(step.a()).ifPresent(a -> answer(a, Verdict.of(step.b())));
      case TAKE -> phones.open(step.a()).ifPresent(a -> a.decide(Verdict.TAKEN));
      case LATE -> phones.late(step.a()).ifPresent(this::answerLate);
      case TIME -> pass(Duration.ofSeconds(SECONDS[step.a() % SECONDS.length]));
      case RETRY -> retry();
      case EXPIRE -> node.clean();
      case KILL -> kill();
      default -> hurt(step);
    }
  }

  /** Everything that waits, and what follows from it; the order differs with {@code which}. */
  void drain(int which) {
    for (int turn = which; !crank.isIdle() && ledger.breach().isEmpty(); turn++) {
      crank.turn(turn, turn);
      look();
      if (turn > which + MOST_TURNS) {
        ledger.broken(Promise.ENDS, "the work");
      }
    }
  }

  private void hurt(Step step) {
    switch (step.kind()) {
      case NO_ROUTE -> phones.failNext(failure(step.b() % 2 == 0));
      case NO_NOTICE -> callers.failNextNotice();
      case JUMP -> jump(step.a() % 2 == 0);
      case DOWN -> database.always(Fault.NO_CONNECTION);
      case UP -> database.mend();
      case FAIL -> database.next(Fault.values()[1 + step.a() % (Fault.values().length - 1)]);
      default -> throw new IllegalArgumentException(step.toString());
    }
  }

  private void jump(boolean forward) {
    pass(forward ? HOUR : HOUR.negated());
    setBack = forward ? setBack : setBack.plus(HOUR);
  }

  /** Whose mail some phone takes now. */
  List<AddressOfRecord> boundMailboxes() {
    return MAILBOXES.stream().filter(m -> node.takesMail(m, clock.instant())).toList();
  }

  private static AddressOfRecord mailbox(int choice) {
    return MAILBOXES.get(choice % MAILBOXES.size());
  }

  private static SendFailedException failure(boolean forGood) {
    return forGood
        ? new UnsendableMessageException("no request can be made of it", null)
        : new SendFailedException("no route", null);
  }

  void register(AddressOfRecord mailbox, int phone, boolean isLong) {
    node.front()
        .register(
            MessageFixtures.register(
                mailbox,
                "register",
                ++registers,
                clock.instant(),
                List.of(
                    MessageFixtures.asking(
                        contact(mailbox, phone), isLong ? HOUR : Duration.ofMinutes(1)))));
  }

  private void unregister(AddressOfRecord mailbox, int phone) {
    node.front()
        .register(
            MessageFixtures.register(
                mailbox,
                "register",
                ++registers,
                clock.instant(),
                List.of(MessageFixtures.asking(contact(mailbox, phone), Duration.ZERO))));
  }

  private static String contact(AddressOfRecord mailbox, int phone) {
    return "sip:" + mailbox.user() + "@phone" + phone;
  }

  void answer(Attempt attempt, Verdict said) {
    Verdict verdict = said == Verdict.SILENCE ? said : attempt.verdict().orElse(said);
    journal.note(attempt + " gets " + verdict);
    if (verdict == Verdict.SILENCE) {
      attempt.fallSilent();
    } else {
      attempt.decide(verdict);
      attempt.hear();
    }
    tell(attempt, verdict);
  }

  /** What nobody waits for any more: a phone that was slow, or that repeats itself. */
  private void answerLate(Attempt attempt) {
    attempt.decide(Verdict.TAKEN);
    attempt.hear();
    Verdict verdict = attempt.verdict().orElseThrow();
    journal.note(attempt + " gets " + verdict + " late");
    if (verdict == Verdict.TAKEN) {
      ledger.takenLate(attempt, database.faults());
    }
    tell(attempt, verdict);
  }

  private void tell(Attempt attempt, Verdict verdict) {
    try {
      attempt
          .relayed()
          .ifPresentOrElse(
              relayed -> node.front().answered(relayed, verdict),
              () -> conclude(attempt, verdict.result()));
    } catch (IllegalStateException e) {
      // It ends in the container, which logs it.
      journal.note(e.getMessage());
    }
  }

  private void conclude(Attempt attempt, DeliveryResult result) {
    OfflineMessage message = attempt.message();
    node.dump().concluded(message.mailbox(), message.id(), attempt.device(), result);
  }

  void pass(Duration time) {
    clock.advance(time);
    phones.all().stream()
        .filter(a -> a.relayed().isPresent() && !a.isOver())
        .filter(a -> !a.sentAt().plus(RELAY_LIMIT).isAfter(clock.instant()))
        .forEach(this::limit);
  }

  /** {@code fr_timer}: the phone may still take what has been kept in the meantime. */
  private void limit(Attempt attempt) {
    journal.note(attempt + " is silent");
    attempt.excuse();
    node.front().timedOut(attempt.relayed().orElseThrow());
  }

  void retry() {
    node.retry();
    ledger.tidied(clock.instant());
  }

  private void kill() {
    look();
    ledger.killed();
    crank.drop();
    phones.reset();
    callers.mend();
    node.abandon();
    // It does not start without its database, and not at the moment it died: ids are of their time.
    database.mend();
    clock.advance(A_MOMENT);
    node = start();
    retry();
    node.clean();
  }
}
