package org.msilo.store.jpa;

import org.hibernate.StatelessSession;
import org.msilo.message.AddressOfRecord;

/** Erases all that is kept of one user, while servers run or not. Thread-safe. */
public final class Erasure {
  private final Transactions transactions;

  public Erasure(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * How many rows of each kind were erased.
   *
   * @param deliveries notes of which device had which message
   * @param rounds states of delivery
   */
  public record Erased(int messages, int deliveries, int devices, int rounds, int bindings) {}

  /**
   * Erases the messages that wait for this user or were refused, his bindings and his devices, all
   * or nothing; waits for the database. The tables of bindings must be in the persistence unit.
   */
  public Erased erase(AddressOfRecord mailbox) {
    return transactions.write(session -> erase(session, mailbox.toString()));
  }

  private static Erased erase(StatelessSession session, String mailbox) {
    int deliveries =
        delete(
            session,
            "Delivery d where d.messageId in"
                + " (select m.id from Message m where m.mailbox = :mailbox)",
            mailbox);
    return new Erased(
        delete(session, "Message m where m.mailbox = :mailbox", mailbox),
        deliveries,
        delete(session, "Device d where d.aor = :mailbox", mailbox),
        delete(session, "Round r where r.mailbox = :mailbox", mailbox),
        delete(session, "Binding b where b.aor = :mailbox", mailbox));
  }

  private static int delete(StatelessSession session, String what, String mailbox) {
    return session
        .createMutationQuery("delete from " + what)
        .setParameter("mailbox", mailbox)
        .executeUpdate();
  }
}
