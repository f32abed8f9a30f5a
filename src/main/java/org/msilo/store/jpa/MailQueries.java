package org.msilo.store.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.msilo.store.Attempt;
import org.msilo.store.ExpiredMail;

/** The questions and changes to the table of messages, each for many mailboxes at once. */
final class MailQueries {
  private final Seals seals;

  MailQueries(Seals seals) {
    this.seals = seals;
  }

  /** Which of these mailboxes have a message that waits, has not expired, and can be opened. */
  Set<String> mailboxesWithMail(
      StatelessSession session, Collection<String> mailboxes, Instant now) {
    if (mailboxes.isEmpty()) {
      return Set.of();
    }
    return ListQuery.on(session)
        .list("mailboxes", mailboxes)
        .select(
            "select distinct m.mailbox, m.keyId from Message m"
                + " where m.mailbox in :mailboxes and m.state = 0 and m.expiresAt > :now",
            Object[].class)
        .setParameter("now", now)
        .getResultList()
        .stream()
        .filter(found -> seals.canOpen((String) found[0], (String) found[1]))
        .map(found -> (String) found[0])
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** Keeps a row that is not what was sealed, to be looked at, and out of the way of others. */
  static void setAside(StatelessSession session, MessageRow row) {
    session
        .createMutationQuery(
            "update Message m set m.state = 1, m.refusedReason = 'changed in the database',"
                + " m.nextAttemptAt = null where m.mailbox = :mailbox and m.id = :id")
        .setParameter("mailbox", row.mailbox())
        .setParameter("id", row.id())
        .executeUpdate();
  }

  static void markRefused(StatelessSession session, String mailbox, Attempt refusal) {
    session
        .createMutationQuery(
            "update Message m set m.state = 1, m.refusedStatus = :status,"
                + " m.refusedReason = :reason, m.attempts = m.attempts + :times,"
                + " m.lastStatus = :status, m.nextAttemptAt = null"
                + " where m.mailbox = :mailbox and m.id = :id")
        .setParameter("status", (short) refusal.answer().status())
        .setParameter("reason", refusal.answer().reason())
        .setParameter("times", refusal.times())
        .setParameter("mailbox", mailbox)
        .setParameter("id", refusal.message().value())
        .executeUpdate();
  }

  /** Notes on a message that it was tried in vain; empty when nobody knows when it is next. */
  static void noteAttempt(
      StatelessSession session, String mailbox, Attempt attempt, Optional<Instant> nextAttemptAt) {
    session
        .createMutationQuery(
            "update Message m set m.attempts = m.attempts + :times, m.lastStatus = :status,"
                + " m.nextAttemptAt = :next where m.mailbox = :mailbox and m.id = :id")
        .setParameter("times", attempt.times())
        .setParameter("status", (short) attempt.answer().status())
        .setParameter("next", nextAttemptAt.orElse(null), Instant.class)
        .setParameter("mailbox", mailbox)
        .setParameter("id", attempt.message().value())
        .executeUpdate();
  }

  static int deleteExpired(StatelessSession session, Instant now, int limit) {
    List<MailKey> expired =
        session
            .createSelectionQuery(
                "select m.mailbox, m.id from Message m where m.expiresAt <= :now"
                    + " order by m.expiresAt",
                MailKey.class)
            .setParameter("now", now)
            .setMaxResults(limit)
            .getResultList();
    delete(session, expired);
    return expired.size();
  }

  ExpiredMail takeExpired(StatelessSession session, Instant now, int limit) {
    List<MessageRow> expired =
        session
            .createSelectionQuery(
                "from Message m where m.expiresAt <= :now order by m.expiresAt", MessageRow.class)
            .setParameter("now", now)
            .setMaxResults(limit)
            .getResultList();
    List<MailKey> keys = expired.stream().map(MessageRow::key).toList();
    Set<Long> taken = DeviceQueries.takenByAny(session, keys);
    delete(session, keys);
    return new ExpiredMail(
        expired.size(),
        expired.stream()
            .filter(row -> row.isWaiting() && !taken.contains(row.id()))
            .map(seals::openOrOutline)
            .toList());
  }

  static void delete(StatelessSession session, Collection<MailKey> keys) {
    if (!keys.isEmpty()) {
      ListQuery.on(session)
          .list("mailboxes", MailKey.mailboxes(keys))
          .list("ids", MailKey.ids(keys))
          .change("delete from {message} where mailbox in :mailboxes and id in :ids")
          .executeUpdate();
    }
  }
}
