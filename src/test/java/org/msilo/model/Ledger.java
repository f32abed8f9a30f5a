package org.msilo.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.OfflineMessage;
import org.msilo.model.FaultyDatabase.Row;

/**
 * The simple model: notes what callers, phones and the table of messages see, and says which
 * promise that breaks. For one thread.
 */
final class Ledger {
  private static final int ACCEPTED = 202;
  private static final int UNAVAILABLE = 503;

  /** How long msilo waits for an answer that nobody reports missing. */
  private static final Duration UNANSWERED = Duration.ofSeconds(64);

  /** What must hold, each with the words of a failure. */
  enum Promise {
    KEPT("committed, and gone without delivery, refusal or expiry"),
    ACCEPTED_IS_COMMITTED("answered 202, but not committed"),
    ONE_ANSWER("its caller did not get one final response"),
    SAME_IS_ONE("kept twice"),
    ONE_PENDING("sent while another MESSAGE to this mailbox is pending"),
    ORDER("overtook an older one that was answered 202 before it came"),
    NO_REPEAT("sent again though the phone's answer was heard"),
    ONE_REPEAT_A_KILL("more than one message of a mailbox may come again after one kill"),
    NOT_AFTER_EXPIRY("sent after its time"),
    REFUSAL_IS_VISIBLE("marked refused without a refusal of that status"),
    LATE_ANSWER_COUNTS("kept though a phone was heard to take it late"),
    TOLD_OF_REFUSALS_ONLY("a sender was told of a refusal that never was"),
    AVAILABLE("answered 503 without a fault"),
    ENDS("goes on for ever, or waits for ever while its user is there");

    private final String words;

    Promise(String words) {
      this.words = words;
    }
  }

  /** The first promise that was broken. */
  record Breach(Promise promise, String whose) {
    @Override
    public String toString() {
      return promise + ": " + whose + " " + promise.words;
    }
  }

  private final Map<Long, Arrival> arrivals = new TreeMap<>();
  private final Map<Long, List<Attempt>> attempts = new HashMap<>();
  private final Set<Long> committed = new HashSet<>();
  private final Map<Long, Integer> takenLate = new HashMap<>();
  private List<Row> rows = List.of();
  private Optional<Breach> breach = Optional.empty();
  private Instant latest = Instant.MIN;
  private int declinedNotices;
  private int moment;

  Optional<Breach> breach() {
    return breach;
  }

  void broken(Promise promise, Object whose) {
    breach = breach.or(() -> Optional.of(new Breach(promise, whose.toString())));
  }

  private void require(boolean holds, Promise promise, Object whose) {
    if (!holds) {
      broken(promise, whose);
    }
  }

  List<Row> rows() {
    return rows;
  }

  /**
   * A MESSAGE came. When the clock was set back, a new process may give it the id of one that the
   * process before it neither kept nor still has; that one is history.
   */
  void received(OfflineMessage message, int faults, boolean databaseIsWell) {
    long id = message.id().value();
    require(rows.stream().noneMatch(row -> row.id() == id), Promise.SAME_IS_ONE, message.id());
    attempts.remove(id);
    committed.remove(id);
    arrivals.put(
        message.id().value(), new Arrival(message, moment++, databaseIsWell ? faults : -1));
  }

  /** A caller got a final response. */
  void answered(OfflineMessage message, int status, int faults) {
    Arrival arrival = arrivals.get(message.id().value());
    require(arrival.answeredAt < 0, Promise.ONE_ANSWER, arrival);
    arrival.answeredAt = moment++;
    arrival.status = status;
    if (status == ACCEPTED) {
      require(
          arrivals.values().stream()
              .filter(same -> same.identity().equals(arrival.identity()))
              .anyMatch(same -> committed.contains(same.id())),
          Promise.ACCEPTED_IS_COMMITTED,
          arrival);
    }
    require(status != UNAVAILABLE || arrival.faultsBefore != faults, Promise.AVAILABLE, arrival);
  }

  /** A MESSAGE is about to go out. */
  void sending(Attempt attempt, Instant now) {
    List<Attempt> earlier = attempts.computeIfAbsent(attempt.id(), id -> new ArrayList<>());
    if (attempt.relayed().isEmpty()) {
      require(!attempt.message().isExpiredAt(now), Promise.NOT_AFTER_EXPIRY, attempt);
      pendingIn(attempt.message().mailbox())
          .forEach(a -> broken(Promise.ONE_PENDING, attempt + " (" + a + ")"));
    }
    require(
        earlier.stream().noneMatch(a -> a.isFinal() && !a.isExcused()), Promise.NO_REPEAT, attempt);
    arrivals.values().stream()
        .filter(older -> older.mustPrecede(arrivals.get(attempt.id())))
        .filter(older -> committed.contains(older.id()) && !isDone(older))
        .forEach(older -> broken(Promise.ORDER, attempt + " (" + older + ")"));
    earlier.add(attempt);
  }

  private List<Attempt> pendingIn(AddressOfRecord mailbox) {
    return pending().filter(a -> a.message().mailbox().equals(mailbox)).toList();
  }

  private Stream<Attempt> pending() {
    return attempts.values().stream()
        .flatMap(List::stream)
        .filter(a -> a.relayed().isEmpty() && !a.isOver());
  }

  /** What has been out for too long is given up by now, and so may come again. */
  void tidied(Instant now) {
    pending().filter(a -> a.sentAt().isBefore(now.minus(UNANSWERED))).forEach(Attempt::excuse);
  }

  /** A sender was told that his message was declined. */
  void declinedNotice() {
    declinedNotices++;
    long refusals =
        attempts.values().stream()
            .flatMap(List::stream)
            .filter(a -> a.verdict().filter(Verdict.DECLINED::equals).isPresent())
            .count();
    require(declinedNotices <= refusals, Promise.TOLD_OF_REFUSALS_ONLY, "a notice");
  }

  /** A phone was heard to take what had been given up. */
  void takenLate(Attempt attempt, int faults) {
    takenLate.put(attempt.id(), faults);
  }

  /** Nobody has anything to do just now. */
  void atRest(int faults) {
    rows.stream()
        .filter(row -> row.waits() && takenLate.getOrDefault(row.id(), -1) == faults)
        .forEach(row -> broken(Promise.LATE_ANSWER_COUNTS, row));
    takenLate.clear();
  }

  /** A message could not be sent, for a reason of its own or of its way. */
  void unsent(OfflineMessage message, boolean forGood) {
    arrivals.get(message.id().value()).isUnsendable |= forGood;
  }

  /** The table of messages after a commit. */
  void committed(List<Row> now) {
    rows = now;
    Set<Object> origins = new HashSet<>();
    Set<Long> present = new HashSet<>();
    for (Row row : rows) {
      require(origins.add(arrivals.get(row.id()).identity()), Promise.SAME_IS_ONE, row);
      committed.add(row.id());
      present.add(row.id());
      require(row.waits() || wasRefused(row), Promise.REFUSAL_IS_VISIBLE, row);
    }
    arrivals.values().stream()
        .filter(a -> committed.contains(a.id()) && !present.contains(a.id()))
        .forEach(a -> require(isRemoved(a), Promise.KEPT, a));
  }

  private boolean wasRefused(Row row) {
    return arrivals.get(row.id()).isUnsendable
        || attemptsOf(row.id()).stream()
            .anyMatch(a -> a.verdict().filter(v -> v.status() == row.refusedStatus()).isPresent());
  }

  void timeIs(Instant now) {
    latest = now.isAfter(latest) ? now : latest;
  }

  /** The process died: what it had out may come once more, one message a mailbox. */
  void killed() {
    takenLate.clear();
    Map<String, Set<Long>> again = new HashMap<>();
    for (Row row : rows) {
      attemptsOf(row.id()).stream()
          .filter(a -> row.waits() && a.isFinal() && !a.isExcused())
          .forEach(a -> again.computeIfAbsent(row.mailbox(), m -> new HashSet<>()).add(row.id()));
      attemptsOf(row.id()).stream().filter(a -> row.waits()).forEach(Attempt::excuse);
    }
    attempts.values().stream()
        .flatMap(List::stream)
        .filter(a -> !a.isOver())
        .forEach(Attempt::excuse);
    again.forEach(
        (mailbox, ids) -> require(ids.size() == 1, Promise.ONE_REPEAT_A_KILL, mailbox + ids));
    arrivals.values().stream().filter(a -> a.answeredAt < 0).forEach(a -> a.isForgotten = true);
  }

  /** All work is done: nobody may still wait for an answer. */
  void allIsDone() {
    arrivals.values().stream()
        .filter(a -> a.answeredAt < 0 && !a.isForgotten)
        .forEach(a -> broken(Promise.ONE_ANSWER, a));
  }

  boolean isExpired(long id) {
    return arrivals.get(id).message.isExpiredAt(latest);
  }

  private boolean isRemoved(Arrival arrival) {
    return isExpired(arrival.id())
        || attemptsOf(arrival.id()).stream()
            .anyMatch(a -> a.verdict().filter(Verdict::removes).isPresent() && a.wasHeard());
  }

  private boolean isDone(Arrival arrival) {
    return isExpired(arrival.id())
        || arrival.isUnsendable
        || attemptsOf(arrival.id()).stream().anyMatch(a -> a.isFinal() && a.wasHeard());
  }

  private List<Attempt> attemptsOf(long id) {
    return attempts.getOrDefault(id, List.of());
  }

  /** A MESSAGE that came from a caller. */
  private static final class Arrival {
    private final OfflineMessage message;
    private final int receivedAt;
    private final int faultsBefore;
    private int answeredAt = -1;
    private int status;
    private boolean isUnsendable;
    private boolean isForgotten;

    Arrival(OfflineMessage message, int receivedAt, int faultsBefore) {
      this.message = message;
      this.receivedAt = receivedAt;
      this.faultsBefore = faultsBefore;
    }

    long id() {
      return message.id().value();
    }

    /** The same for all copies. */
    Object identity() {
      return List.of(message.mailbox(), message.origin());
    }

    /** What had expired when it came is not worth keeping, and so never waits behind others. */
    boolean mustPrecede(Arrival younger) {
      return status == ACCEPTED
          && !younger.message.isExpiredAt(younger.message.receivedAt())
          && answeredAt < younger.receivedAt
          && message.mailbox().equals(younger.message.mailbox());
    }

    @Override
    public String toString() {
      return message.mailbox() + "'s message " + message.id();
    }
  }
}
