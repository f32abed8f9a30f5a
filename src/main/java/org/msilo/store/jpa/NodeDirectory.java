package org.msilo.store.jpa;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Who is on this database, as it was when it was last read. Thread-safe. */
public final class NodeDirectory {
  private final Transactions transactions;
  private final Clock clock;
  private final AtomicReference<Map<String, Entry>> entries = new AtomicReference<>(Map.of());

  /**
   * @param clock the clock that all nodes go by
   */
  public NodeDirectory(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Reads the table; waits for the database. */
  public void read() {
    read(List.of());
  }

  /**
   * Reads the table, and remembers until the next time who is not in it; waits for the database.
   */
  public void read(Collection<String> asked) {
    Map<String, Entry> now = new HashMap<>();
    asked.forEach(process -> now.put(process, Entry.NOBODY));
    transactions
        .read(
            session ->
                session
                    .createSelectionQuery("from Node n where n.owner is not null", NodeRow.class)
                    .getResultList())
        .forEach(row -> now.put(NodeLease.processOf(row.owner()), Entry.of(row)));
    entries.set(Map.copyOf(now));
  }

  /** Whether it is known who this is, or that it is nobody any more; never waits. */
  public boolean knows(String process) {
    return entries.get().containsKey(process);
  }

  /** SIP URI of a node that lives and has one; never waits. */
  public Optional<String> addressOf(String process) {
    return Optional.ofNullable(entries.get().get(process))
        .filter(entry -> clock.instant().isBefore(entry.heldUntil()))
        .flatMap(Entry::address);
  }

  private record Entry(Optional<String> address, Instant heldUntil) {
    static final Entry NOBODY = new Entry(Optional.empty(), Instant.EPOCH);

    static Entry of(NodeRow row) {
      return new Entry(Optional.ofNullable(row.address()), row.heldUntil());
    }
  }
}
