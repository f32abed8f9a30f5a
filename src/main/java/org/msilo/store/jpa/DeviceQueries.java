package org.msilo.store.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.StatelessSession;

/** The questions to the tables of devices and of what they have done with. */
final class DeviceQueries {
  private DeviceQueries() {}

  /**
   * The first message of a mailbox that one of these devices has not done with, among those with
   * one of these keys or none.
   */
  static Optional<MessageRow> firstLacking(
      StatelessSession session,
      String mailbox,
      List<String> devices,
      Collection<String> keys,
      Instant now) {
    return session
        .createSelectionQuery(
            "from Message m"
                + " where m.mailbox = :mailbox and m.state = 0 and m.expiresAt > :now and "
                + Seals.WITH_OUR_KEYS
                + " and (select count(d.device) from Delivery d"
                + " where d.mailbox = :mailbox and d.messageId = m.id and d.device in :devices) < :all"
                + " order by m.mailbox, m.state, m.id",
            MessageRow.class)
        .setParameter("mailbox", mailbox)
        .setParameter("now", now)
        .setParameterList("keys", keys)
        .setParameterList("devices", devices)
        .setParameter("all", (long) devices.size())
        .setMaxResults(1)
        .uniqueResultOptional();
  }

  static List<String> devicesDoneWith(StatelessSession session, MailKey message) {
    return session
        .createSelectionQuery(
            "select d.device from Delivery d where d.mailbox = :mailbox and d.messageId = :id",
            String.class)
        .setParameter("mailbox", message.mailbox())
        .setParameter("id", message.id())
        .getResultList();
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
          .change("delete from Delivery d where d.mailbox in :mailboxes and d.messageId in :ids")
          .executeUpdate();
    }
  }
}
