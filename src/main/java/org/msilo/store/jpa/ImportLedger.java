package org.msilo.store.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers which rows of foreign tables were taken over, also when their messages have been
 * delivered since, until nobody would take them any more because they have expired. Thread-safe;
 * waits for the database; fails with {@link org.msilo.store.MessageStoreException}.
 */
public final class ImportLedger {
  private final Transactions transactions;

  public ImportLedger(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Which of these rows were noted. */
  public Set<String> known(Collection<String> rows) {
    if (rows.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        transactions.read(
            session ->
                ListQuery.on(session)
                    .list("rows", rows)
                    .select(
                        "select i.sourceRow from Imported i where i.sourceRow in :rows",
                        String.class)
                    .getResultList()));
  }

  /** Notes rows that are not known yet, each with the moment it expires; it is on disk then. */
  public void note(Map<String, Instant> rows) {
    if (rows.isEmpty()) {
      return;
    }
    List<ImportedRow> noted =
        rows.entrySet().stream().map(row -> new ImportedRow(row.getKey(), row.getValue())).toList();
    transactions.write(
        session -> {
          session.insertMultiple(noted);
          return noted.size();
        });
  }

  /** Forgets what has expired. */
  public int forgetExpired(Instant now) {
    return transactions.write(
        session ->
            session
                .createMutationQuery("delete from Imported i where i.expiresAt <= :now")
                .setParameter("now", now)
                .executeUpdate());
  }
}
