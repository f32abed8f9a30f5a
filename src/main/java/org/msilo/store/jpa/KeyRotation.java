package org.msilo.store.jpa;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.msilo.store.seal.SealBrokenException;

/**
 * Seals anew, with the current key, what is sealed with an older one or not at all; in batches, in
 * the order of the ids, while servers run or not. Broken off, it goes on where it was when it is
 * run again. Thread-safe; waits for the database.
 */
public final class KeyRotation {
  private static final int ROWS = 64;

  /** What the column of the body takes in H2, the smallest of all, in bytes. */
  private static final int MOST = 1_048_576;

  private static final String OLD = "(m.keyId is null or m.keyId <> :current and m.keyId in :keys)";

  /** Bytes of a batch, the last row not counted: a row may be large. */
  private static final long BYTES = 4L * 1024 * 1024;

  private final Transactions transactions;

  public KeyRotation(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * What came of some rows.
   *
   * @param last the id of the last one; the next batch begins behind it
   * @param sealed how many have the current key now
   * @param gone how many were delivered or removed meanwhile
   * @param left ids of those that stay as they are: changed by others, or too large to be sealed
   */
  public record Batch(long last, int sealed, int gone, List<Long> left) {}

  /** How many rows do not have the current key. */
  public long count() {
    return transactions.read(
        session ->
            session
                .createSelectionQuery("select count(m) from Message m where " + OLD, Long.class)
                .setParameter("current", current())
                .setParameterList("keys", transactions.seals().ids())
                .getSingleResult());
  }

  /** The next batch behind this id; empty when there is none. Rows of missing keys are left out. */
  public Optional<Batch> next(long last) {
    return transactions.write(session -> next(session, last));
  }

  private Optional<Batch> next(StatelessSession session, long last) {
    List<Long> ids = ids(session, last);
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    List<MessageRow> rows =
        ListQuery.on(session)
            .list("ids", ids)
            .select("from Message m where m.id in :ids order by m.id", MessageRow.class)
            .getResultList();
    List<Long> left = new ArrayList<>();
    int sealed = 0;
    for (MessageRow row : rows) {
      String before = row.keyId();
      try {
        row.seal(transactions.seals().keys());
        if (row.body().length > MOST) {
          left.add(row.id());
        } else {
          sealed += replace(session, row, before);
        }
      } catch (SealBrokenException e) {
        left.add(row.id());
      }
    }
    int gone = ids.size() - sealed - left.size();
    return Optional.of(new Batch(ids.get(ids.size() - 1), sealed, gone, left));
  }

  private List<Long> ids(StatelessSession session, long last) {
    List<Object[]> found =
        session
            .createSelectionQuery(
                "select m.id, sql('octet_length(?)', m.body) from Message m where m.id > :last and "
                    + OLD
                    + " order by m.id",
                Object[].class)
            .setParameter("last", last)
            .setParameter("current", current())
            .setParameterList("keys", transactions.seals().ids())
            .setMaxResults(ROWS)
            .getResultList();
    List<Long> ids = new ArrayList<>(found.size());
    long bytes = 0;
    for (Object[] idAndSize : found) {
      if (bytes > BYTES) {
        break;
      }
      bytes += ((Number) idAndSize[1]).longValue();
      ids.add((Long) idAndSize[0]);
    }
    return ids;
  }

  /** Only if nobody has sealed it meanwhile: then another command did the same work. */
  private static int replace(StatelessSession session, MessageRow row, String before) {
    var update =
        session
            .createMutationQuery(
                "update Message m set m.headers = '', m.body = :body, m.keyId = :keyId"
                    + " where m.id = :id and "
                    + (before == null ? "m.keyId is null" : "m.keyId = :before"))
            .setParameter("body", row.body())
            .setParameter("keyId", row.keyId())
            .setParameter("id", row.id());
    return (before == null ? update : update.setParameter("before", before)).executeUpdate();
  }

  private String current() {
    return transactions.seals().keys().current().orElseThrow();
  }
}
