package org.msilo.store.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.StatelessSession;

/** The questions to the tables of devices and of what they have done with. */
final class DeviceQueries {
  /** Messages that are asked about with one question: longer lists take long to plan. */
  private static final int READ_AT_ONCE = 512;

  private DeviceQueries() {}

  /** Which devices have done with these messages, by the ids of the messages. */
  static Map<Long, Set<String>> doneWith(StatelessSession session, List<MailKey> messages) {
    Map<Long, Set<String>> done = new HashMap<>();
    for (int from = 0; from < messages.size(); from += READ_AT_ONCE) {
      List<MailKey> some = messages.subList(from, Math.min(messages.size(), from + READ_AT_ONCE));
      ListQuery.on(session)
          .list("mailboxes", MailKey.mailboxes(some))
          .list("ids", MailKey.ids(some))
          .select(
              "select d.messageId, d.device from Delivery d"
                  + " where d.mailbox in :mailboxes and d.messageId in :ids",
              Object[].class)
          .getResultList()
          .forEach(
              found ->
                  done.computeIfAbsent((Long) found[0], id -> new HashSet<>())
                      .add((String) found[1]));
    }
    return done;
  }

  /** Which of these messages a device has taken. */
  static Set<Long> takenByAny(StatelessSession session, Collection<MailKey> messages) {
    if (messages.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        ListQuery.on(session)
            .list("mailboxes", MailKey.mailboxes(messages))
            .list("ids", MailKey.ids(messages))
            .select(
                "select distinct d.messageId from Delivery d"
                    + " where d.mailbox in :mailboxes and d.messageId in :ids and d.taken = true",
                Long.class)
            .getResultList());
  }

  /** Which of these mailboxes have more than one device that was seen after this moment. */
  static Set<String> withSeveralDevices(
      StatelessSession session, Collection<String> mailboxes, Instant seenAfter) {
    return new HashSet<>(
        ListQuery.on(session)
            .list("mailboxes", mailboxes)
            .select(
                "select d.aor from Device d where d.aor in :mailboxes and d.lastSeenAt > :after"
                    + " group by d.aor having count(d.device) > 1",
                String.class)
            .setParameter("after", seenAfter)
            .getResultList());
  }

  static int forgetDevices(StatelessSession session, Instant seenBefore, int limit) {
    List<DeviceRow> old =
        session
            .createSelectionQuery(
                "from Device d where d.lastSeenAt <= :before order by d.lastSeenAt",
                DeviceRow.class)
            .setParameter("before", seenBefore)
            .setMaxResults(limit)
            .getResultList();
    old.forEach(session::delete);
    return old.size();
  }

  static int forgetDeliveries(StatelessSession session, Instant expiredBefore, int limit) {
    List<DeliveryRow> old =
        session
            .createSelectionQuery(
                "from Delivery d where d.expiresAt <= :before order by d.expiresAt",
                DeliveryRow.class)
            .setParameter("before", expiredBefore)
            .setMaxResults(limit)
            .getResultList();
    deleteDeliveries(session, old.stream().map(DeliveryRow::message).toList());
    return old.size();
  }

  /** Forgets all that devices said to these messages. */
  static void deleteDeliveries(StatelessSession session, Collection<MailKey> messages) {
    if (!messages.isEmpty()) {
      ListQuery.on(session)
          .list("mailboxes", MailKey.mailboxes(messages))
          .list("ids", MailKey.ids(messages))
          .change("delete from {delivery} where mailbox in :mailboxes and message_id in :ids")
          .executeUpdate();
    }
  }
}
