package org.msilo.store.jpa;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.msilo.message.OfflineMessage;

/**
 * The messages that come first in their mailboxes, for many mailboxes at once. For one transaction.
 */
final class FirstMail {
  /** Mailboxes whose messages are read with one question. */
  private static final int READ_AT_ONCE = 32;

  /** Counted, for a device has at most one note about a message. */
  private static final String LACKING =
      " and (select count(d.device) from Delivery d"
          + " where d.mailbox = :mailbox and d.messageId = m.id and d.device in :devices) < :all";

  private final StatelessSession session;
  private final Seals seals;
  private final Instant now;

  FirstMail(StatelessSession session, Seals seals, Instant now) {
    this.session = session;
    this.seals = seals;
    this.now = now;
  }

  /** The first messages of each of these mailboxes, in their order. */
  Map<String, List<OfflineMessage>> read(Collection<String> mailboxes) {
    return read(mailboxes.stream().collect(Collectors.toMap(m -> m, m -> List.of())));
  }

  /**
   * The first messages of mailboxes, in their order: as many as {@link ReadAhead} keeps. One index
   * look-up a mailbox, however full it is: the order names the index's columns, or H2 would sort
   * the whole mailbox.
   *
   * @param mailboxes each with devices: only what one of them has not done with is read; with none,
   *     whatever waits
   */
  Map<String, List<OfflineMessage>> read(Map<String, List<String>> mailboxes) {
    Map<String, List<OfflineMessage>> opened = new HashMap<>();
    Collection<String> open = mailboxes.keySet();
    while (!open.isEmpty()) {
      Set<String> broken = new HashSet<>();
      opened.keySet().removeAll(open);
      for (MessageRow row : firstRows(open, mailboxes)) {
        seals
            .open(row)
            .ifPresentOrElse(
                message ->
                    opened.computeIfAbsent(row.mailbox(), m -> new ArrayList<>()).add(message),
                () -> {
                  MailQueries.setAside(session, row);
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
      Collection<String> mailboxes, Map<String, List<String>> devices) {
    List<String> all = List.copyOf(mailboxes);
    List<MessageRow> rows = new ArrayList<>();
    for (int from = 0; from < all.size(); from += READ_AT_ONCE) {
      rows.addAll(
          fewFirstRows(all.subList(from, Math.min(all.size(), from + READ_AT_ONCE)), devices));
    }
    return rows;
  }

  private List<MessageRow> fewFirstRows(
      Collection<String> mailboxes, Map<String, List<String>> devices) {
    List<Long> ids =
        mailboxes.stream().flatMap(mailbox -> firstIds(mailbox, devices.get(mailbox))).toList();
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

  private Stream<Long> firstIds(String mailbox, List<String> devices) {
    List<Object[]> found = firstSizes(mailbox, devices, List.of());
    boolean allOpen = true;
    for (Object[] row : found) {
      allOpen &= seals.canOpen(mailbox, (String) row[2]);
    }
    // Nearly always all keys are there, and nothing has to be left out.
    return upToLimit(allOpen ? found : firstSizes(mailbox, devices, seals.idsAndNone()));
  }

  /** Ids, sizes and keys. Without the cast, Hibernate asks each result for the type of the size. */
  private List<Object[]> firstSizes(
      String mailbox, List<String> devices, Collection<String> onlyWithKeys) {
    ListQuery query = ListQuery.on(session);
    if (!devices.isEmpty()) {
      query.list("devices", devices);
    }
    if (!onlyWithKeys.isEmpty()) {
      query.list("keys", onlyWithKeys);
    }
    var asked =
        query
            .select(
                "select m.id, cast(sql('octet_length(?)', m.body) as Integer), m.keyId from Message m"
                    + " where m.mailbox = :mailbox and m.state = 0 and m.expiresAt > :now"
                    + (devices.isEmpty() ? "" : LACKING)
                    + (onlyWithKeys.isEmpty() ? "" : " and " + Seals.WITH_OUR_KEYS)
                    + " order by m.mailbox, m.state, m.id",
                Object[].class)
            .setParameter("mailbox", mailbox)
            .setParameter("now", now)
            .setMaxResults(ReadAhead.MESSAGES);
    return (devices.isEmpty() ? asked : asked.setParameter("all", (long) devices.size()))
        .getResultList();
  }

  /** The bodies are measured before they are read: large ones must not fill the memory. */
  private static Stream<Long> upToLimit(List<Object[]> found) {
    long bytes = 0;
    List<Long> ids = new ArrayList<>(found.size());
    for (Object[] idAndSize : found) {
      bytes += ids.isEmpty() ? 0 : (Integer) idAndSize[1];
      if (bytes > ReadAhead.BYTES) {
        break;
      }
      ids.add((Long) idAndSize[0]);
    }
    return ids.stream();
  }
}
