package org.msilo.store.jpa;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.msilo.message.MessageIds;
import org.msilo.store.MessageStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node among the others on its database: it has a number that no other has, and a name for its
 * claims, as long as it renews them. A node that does not renew is taken for dead, and what it was
 * delivering is due at once. Thread-safe; every call waits for the database.
 */
public final class NodeLease implements AutoCloseable {
  /** Renewed every ten seconds, so it survives a database that restarts. */
  static final Duration LEASE = Duration.ofSeconds(60);

  /** A number rests before another node gets it: its last holder may live and not know it yet. */
  static final Duration REST = Duration.ofHours(1);

  /** As many as fit into a message's id, but for the one that imported messages have. */
  static final int NUMBERS = MessageIds.NODES - 1;

  /** After a failure of the database all leases are old; all living nodes renew theirs first. */
  private static final int RENEWALS_BEFORE_BURIALS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(NodeLease.class);

  private final Transactions transactions;
  private final Clock clock;
  private final String identity;
  private final Optional<String> address;
  private final String process = UUID.randomUUID().toString().replace("-", "");
  private final AtomicInteger takes = new AtomicInteger();
  private final AtomicReference<Held> held;
  private final AtomicReference<Instant> heldUntil = new AtomicReference<>(Instant.MIN);
  private final AtomicInteger renewals = new AtomicInteger();

  /**
   * Takes a number: the one this installation had before, else a free one.
   *
   * @param clock the clock that all nodes go by
   * @param identity tells this installation from all others, 64 characters at most; while this node
   *     lives, no other may use the same
   * @param address SIP URI under which the other nodes reach this one; empty if they do not
   * @throws DatabaseUnavailableException with a text for the operator
   */
  public NodeLease(
      Transactions transactions, Clock clock, String identity, Optional<String> address) {
    this.transactions = transactions;
    this.clock = clock;
    this.identity = identity;
    this.address = address;
    try {
      this.held = new AtomicReference<>(take());
      heldUntil.set(clock.instant().plus(LEASE));
    } catch (MessageStoreException e) {
      throw new DatabaseUnavailableException(DatabaseFaults.explain(e), e);
    }
  }

  /** 0 to 1022; another one if this one was lost in a long silence. */
  public int number() {
    return held.get().number();
  }

  /** When others may take this node for dead. */
  public Instant heldUntil() {
    return heldUntil.get();
  }

  /** The name in claims: never the same twice. */
  public String owner() {
    return held.get().owner();
  }

  /** What this process is known by as long as it lives, whatever its number: 32 hex digits. */
  public String process() {
    return process;
  }

  /** The process in a name in claims. */
  static String processOf(String owner) {
    return owner.split("-")[1];
  }

  /**
   * Shows that this node lives, and frees what dead nodes had claimed. To be called every ten
   * seconds.
   */
  public void renew() {
    Instant until = clock.instant().plus(LEASE);
    try {
      if (!extend(held.get())) {
        Held lost = held.getAndSet(take());
        LOG.warn(
            "node number {} was lost after a long silence; this is node {} now",
            lost.number(),
            number());
      }
      heldUntil.set(until);
      if (renewals.incrementAndGet() >= RENEWALS_BEFORE_BURIALS) {
        buryTheDead();
      }
    } catch (MessageStoreException e) {
      renewals.set(0);
      throw e;
    }
  }

  /** Stops in order: the number and all claims are given back. */
  @Override
  public void close() {
    Held last = held.get();
    Instant now = clock.instant();
    transactions.write(
        session -> {
          freeClaims(session, last.owner(), now);
          return session
              .createMutationQuery(
                  "update Node n set n.owner = null, n.heldUntil = :now"
                      + " where n.number = :number and n.owner = :owner")
              .setParameter("now", now)
              .setParameter("number", (short) last.number())
              .setParameter("owner", last.owner())
              .executeUpdate();
        });
  }

  private Held take() {
    Instant now = clock.instant();
    return transactions.write(
        session -> {
          List<NodeRow> rows =
              session
                  .createSelectionQuery("from Node n order by n.number", NodeRow.class)
                  .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                  .getResultList();
          Optional<NodeRow> reused = reusable(rows, now);
          NodeRow row = reused.orElseGet(() -> new NodeRow(unused(rows)));
          if (row.owner() != null) {
            freeClaims(session, row.owner(), now);
          }
          row.hold(nextOwner(row), identity, address.orElse(null), now.plus(LEASE));
          if (reused.isPresent()) {
            session.update(row);
          } else {
            session.insert(row);
          }
          return new Held(row.number(), row.owner());
        });
  }

  private String nextOwner(NodeRow row) {
    return row.number() + "-" + process + "-" + takes.incrementAndGet();
  }

  private Optional<NodeRow> reusable(List<NodeRow> rows, Instant now) {
    return first(rows, row -> row.wasOf(identity))
        .or(() -> first(rows, row -> row.heldUntil().plus(REST).isBefore(now)))
        .or(() -> rows.size() < NUMBERS ? Optional.empty() : first(rows, lapsedBefore(now)));
  }

  private static Optional<NodeRow> first(List<NodeRow> rows, Predicate<NodeRow> condition) {
    return rows.stream().filter(condition).min(Comparator.comparing(NodeRow::heldUntil));
  }

  private static Predicate<NodeRow> lapsedBefore(Instant now) {
    return row -> row.heldUntil().isBefore(now);
  }

  private static int unused(List<NodeRow> rows) {
    var used = rows.stream().map(NodeRow::number).collect(Collectors.toSet());
    return IntStream.range(0, NUMBERS)
        .filter(number -> !used.contains(number))
        .findFirst()
        .orElseThrow(
            () ->
                new DatabaseUnavailableException(
                    NUMBERS + " nodes run on this database; there is no number for one more",
                    null));
  }

  private boolean extend(Held mine) {
    Instant until = clock.instant().plus(LEASE);
    // Nobody is answered after this, so it need not be on disk.
    return transactions.read(
        session ->
            session
                    .createMutationQuery(
                        "update Node n set n.heldUntil = :until"
                            + " where n.number = :number and n.owner = :owner")
                    .setParameter("until", until)
                    .setParameter("number", (short) mine.number())
                    .setParameter("owner", mine.owner())
                    .executeUpdate()
                == 1);
  }

  private void buryTheDead() {
    Instant now = clock.instant();
    List<Integer> dead =
        transactions.read(
            session -> {
              List<NodeRow> rows =
                  session
                      .createSelectionQuery(
                          "from Node n where n.owner is not null and n.heldUntil < :now"
                              + " order by n.number",
                          NodeRow.class)
                      .setParameter("now", now)
                      .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                      .getResultList();
              for (NodeRow row : rows) {
                freeClaims(session, row.owner(), now);
                row.free();
                session.update(row);
              }
              return rows.stream().map(NodeRow::number).toList();
            });
    dead.forEach(number -> LOG.warn("node {} is silent; its deliveries are taken over", number));
  }

  /** Turns the claims of a node that is no more into notes that are due now. */
  private static void freeClaims(StatelessSession session, String owner, Instant now) {
    session
        .createMutationQuery(
            "update Round r set r.owner = null, r.dueAt = :now where r.owner = :owner")
        .setParameter("now", now)
        .setParameter("owner", owner)
        .executeUpdate();
  }

  private record Held(int number, String owner) {}
}
