package org.msilo.store.jpa;

import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;

/** What mailboxes hold, and how room is made in them. */
final class UsageQueries {
  private static final String SIZE =
      "(cast(sql('octet_length(?)', m.body) as Long)"
          + " + cast(sql('octet_length(?)', m.headers) as Long))";

  private static final int PAGE = 100;

  private UsageQueries() {}

  /** Messages and bytes of each of these mailboxes, refused and expired ones included. */
  static Map<String, MailboxUsage> count(
      StatelessSession session, Collection<String> mailboxes, Instant now) {
    Map<String, MailboxUsage> counted = new HashMap<>();
    mailboxes.forEach(mailbox -> counted.put(mailbox, new MailboxUsage(0, 0, now)));
    ListQuery.on(session)
        .list("mailboxes", mailboxes)
        .select(
            "select m.mailbox, count(m.id), sum(%s) from Message m".formatted(SIZE)
                + " where m.mailbox in :mailboxes group by m.mailbox",
            Tuple.class)
        .getResultList()
        .forEach(
            row ->
                counted.put(
                    row.get(0, String.class),
                    new MailboxUsage(
                        row.get(1, Number.class).longValue(),
                        row.get(2, Number.class).longValue(),
                        now)));
    return counted;
  }

  /**
   * Removes messages until so much is free or none is left: the refused ones first, which nobody
   * waits for, then the oldest.
   *
   * @return what was removed
   */
  static MailboxUsage dropOldest(
      StatelessSession session, String mailbox, long messages, long bytes, Instant now) {
    MailboxUsage dropped = new MailboxUsage(0, 0, now);
    while (dropped.messages() < messages || dropped.bytes() < bytes) {
      List<Tuple> page = oldest(session, mailbox);
      List<MailKey> oldest = new ArrayList<>();
      for (Tuple row : page) {
        if (dropped.messages() >= messages && dropped.bytes() >= bytes) {
          break;
        }
        oldest.add(new MailKey(mailbox, row.get(0, Long.class)));
        dropped = dropped.plus(1, row.get(1, Number.class).longValue());
      }
      MailQueries.delete(session, oldest);
      if (page.size() < PAGE) {
        break;
      }
    }
    return dropped;
  }

  private static List<Tuple> oldest(StatelessSession session, String mailbox) {
    return session
        .createSelectionQuery(
            "select m.id, %s from Message m".formatted(SIZE)
                + " where m.mailbox = :mailbox order by m.state desc, m.id",
            Tuple.class)
        .setParameter("mailbox", mailbox)
        .setMaxResults(PAGE)
        .getResultList();
  }
}
