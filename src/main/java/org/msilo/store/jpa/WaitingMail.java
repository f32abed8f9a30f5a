package org.msilo.store.jpa;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /**
   * Some messages in their order.
   *
   * @param messages those that could be opened
   * @param closed those that could not
   * @param last the id of the last one
   */
  public record Page(List<OfflineMessage> messages, List<OfflineMessage> closed, MessageId last) {
    /** Whether there is none, and no other page behind it. */
    public boolean isEmpty() {
      return messages.isEmpty() && closed.isEmpty();
    }
  }

  /** The next ones behind an id, expired ones included; waits for the database. */
  public Page after(MessageId last, int limit) {
    List<MessageRow> rows =
        transactions.read(
            session ->
                session
                    .createSelectionQuery(
                        "from Message m where m.id > :last and m.state = 0 order by m.id",
                        MessageRow.class)
                    .setParameter("last", last.value())
                    .setMaxResults(limit)
                    .getResultList());
    List<OfflineMessage> opened = new ArrayList<>();
    List<OfflineMessage> closed = new ArrayList<>();
    Seals seals = transactions.seals();
    for (MessageRow row : rows) {
      Optional<OfflineMessage> message =
          seals.canOpen(row.mailbox(), row.keyId()) ? seals.open(row) : Optional.empty();
      message.ifPresentOrElse(opened::add, () -> closed.add(row.outline()));
    }
    MessageId end = rows.isEmpty() ? last : new MessageId(rows.get(rows.size() - 1).id());
    return new Page(opened, closed, end);
  }
}
