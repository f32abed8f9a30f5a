package org.msilo.store.jpa;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.msilo.message.OfflineMessage;
import org.msilo.store.Attempt;
import org.msilo.store.ExpiredMail;

/** The questions and changes to the table of messages, each for many mailboxes at once. */
final class MailQueries {
  /** Mailboxes whose messages are read with one question. */
  private static final int READ_AT_ONCE = 32;

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

  /**
   * The first messages of each of these mailboxes, in their order: as many as {@link ReadAhead}
   * keeps. One index look-up a mailbox, however full it is: the order names the index's columns, or
   * H2 would sort the whole mailbox.
   */
  Map<String, List<OfflineMessage>> firstMessages(
      StatelessSession session, Collection<String> mailboxes, Instant now) {
    Map<String, List<OfflineMessage>> opened = new HashMap<>();
    Collection<String> open = mailboxes;
    while (!open.isEmpty()) {
      Set<String> broken = new HashSet<>();
      opened.keySet().removeAll(open);
      for (MessageRow row : firstRows(session, open, now)) {
        seals
            .open(row)
            .ifPresentOrElse(
                message ->
                    opened.computeIfAbsent(row.mailbox(), m -> new ArrayList<>()).add(message),
                () -> {
                  setAside(session, row);
                  broken.add(row.mailbox());
                });
      }
      // What comes after those that are out of the way now.
      open = broken;
    }
    return opened;
  }

  /**
   * A few mailboxes at a time: with thousands of ids in one question, PostgreSQL took up to a
   * quarter of a second to plan it.
   */
  private List<MessageRow> firstRows(
      StatelessSession session, Collection<String> mailboxes, Instant now) {
    List<String> all = List.copyOf(mailboxes);
    List<MessageRow> rows = new ArrayList<>();
    for (int from = 0; from < all.size(); from += READ_AT_ONCE) {
      rows.addAll(
          fewFirstRows(session, all.subList(from, Math.min(all.size(), from + READ_AT_ONCE)), now));
    }
    return rows;
  }

  private List<MessageRow> fewFirstRows(
      StatelessSession session, Collection<String> mailboxes, Instant now) {
    List<Long> ids =
        mailboxes.stream().flatMap(mailbox -> firstIds(session, mailbox, now)).toList();
    return ids.isEmpty()
        ? List.of()
        : ListQuery.on(session)
            .list("mailboxes", mailboxes)
            .list("ids", ids)
            .select(
                "from Message m where m.mailbox in :mailboxes and m.id in :ids order by m.id",
                MessageRow.class)
            .getResultList();
  }

  private Stream<Long> firstIds(StatelessSession session, String mailbox, Instant now) {
    List<Object[]> found = firstSizes(session, mailbox, now, false);
    boolean allOpen = true;
    for (Object[] row : found) {
      allOpen &= seals.canOpen(mailbox, (String) row[2]);
    }
    return upToLimit(allOpen ? found : firstSizes(session, mailbox, now, true));
  }

  /** Ids, sizes and keys; nearly always all keys are there, and nothing has to be left out. */
  private List<Object[]> firstSizes(
      StatelessSession session, String mailbox, Instant now, boolean onlyWithOurKeys) {
    var query =
        session
            .createSelectionQuery(
                "select m.id, sql('octet_length(?)', m.body), m.keyId from Message m"
                    + " where m.mailbox = :mailbox and m.state = 0 and m.expiresAt > :now"
                    + (onlyWithOurKeys ? " and " + Seals.WITH_OUR_KEYS : "")
                    + " order by m.mailbox, m.state, m.id",
                Object[].class)
            .setParameter("mailbox", mailbox)
            .setParameter("now", now)
            .setMaxResults(ReadAhead.MESSAGES);
    return (onlyWithOurKeys ? query.setParameterList("keys", seals.idsAndNone()) : query)
        .getResultList();
  }

  /** The bodies are measured before they are read: large ones must not fill the memory. */
  private static Stream<Long> upToLimit(List<Object[]> found) {
    long bytes = 0;
    List<Long> ids = new ArrayList<>(found.size());
    for (Object[] idAndSize : found) {
      bytes += ids.isEmpty() ? 0 : ((Number) idAndSize[1]).longValue();
      if (bytes > ReadAhead.BYTES) {
        break;
      }
      ids.add((Long) idAndSize[0]);
    }
    return ids.stream();
  }

  /** The first message of a mailbox that one of these devices has not done with. */
  Optional<OfflineMessage> firstLacking(
      StatelessSession session, String mailbox, List<String> devices, Instant now) {
    Optional<MessageRow> row = lacking(session, mailbox, devices, now);
    while (row.isPresent()) {
      Optional<OfflineMessage> message = seals.open(row.get());
      if (message.isPresent()) {
        return message;
      }
      setAside(session, row.get());
      row = lacking(session, mailbox, devices, now);
    }
    return Optional.empty();
  }

  private Optional<MessageRow> lacking(
      StatelessSession session, String mailbox, List<String> devices, Instant now) {
    return DeviceQueries.firstLacking(session, mailbox, devices, seals.idsAndNone(), now);
  }

  /** Keeps a row that is not what was sealed, to be looked at, and out of the way of others. */
  private static void setAside(StatelessSession session, MessageRow row) {
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
          .change("delete from Message m where m.mailbox in :mailboxes and m.id in :ids")
          .executeUpdate();
    }
  }
}
