package org.msilo.store.jpa;

import java.util.List;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;

/** All messages that wait, whosever they are, in the order of receipt. Thread-safe. */
public final class WaitingMail {
  private final Transactions transactions;

  public WaitingMail(Transactions transactions) {
    this.transactions = transactions;
  }

  /** How many wait, expired ones included; waits for the database. */
  public long count() {
    return transactions.read(
        session ->
            session
                .createSelectionQuery(
                    "select count(m) from Message m where m.state = 0", Long.class)
                .getSingleResult());
  }

  /** The next ones behind an id, expired ones included; waits for the database. */
  public List<OfflineMessage> after(MessageId last, int limit) {
    return transactions
        .read(
            session ->
                session
                    .createSelectionQuery(
                        "from Message m where m.id > :last and m.state = 0 order by m.id",
                        MessageRow.class)
                    .setParameter("last", last.value())
                    .setMaxResults(limit)
                    .getResultList())
        .stream()
        .map(MessageRow::toMessage)
        .toList();
  }
}
