package org.msilo.store.jpa;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.StatelessSession;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;
import org.msilo.store.Answer;

/** Which devices have done with the messages one transaction settles: read once, written once. */
final class Deliveries {
  private final Instant now;
  private final Map<Long, Instant> expiryOfWaiting = new HashMap<>();
  private final Map<Long, Map<String, DeliveryRow>> marks = new HashMap<>();
  private final List<DeliveryRow> fresh = new ArrayList<>();
  private final Map<Long, MailKey> gone = new HashMap<>();

  Deliveries(StatelessSession session, Collection<MailKey> messages, Instant now) {
    this.now = now;
    if (messages.isEmpty()) {
      return;
    }
    ListQuery.on(session)
        .list("mailboxes", MailKey.mailboxes(messages))
        .list("ids", MailKey.ids(messages))
        .select(
            "select m.id, m.expiresAt from Message m"
                + " where m.mailbox in :mailboxes and m.id in :ids and m.state = 0",
            Object[].class)
        .getResultList()
        .forEach(found -> expiryOfWaiting.put((Long) found[0], (Instant) found[1]));
    ListQuery.on(session)
        .list("mailboxes", MailKey.mailboxes(messages))
        .list("ids", MailKey.ids(messages))
        .select(
            "from Delivery d where d.mailbox in :mailboxes and d.messageId in :ids",
            DeliveryRow.class)
        .getResultList()
        .forEach(this::add);
  }

  /** Whether the message is still to be settled. */
  boolean isOpen(MessageId message) {
    return expiryOfWaiting.containsKey(message.value()) && !gone.containsKey(message.value());
  }

  /** A device has done with an open message. */
  void mark(MailKey message, DeviceId device, boolean taken, Answer answer) {
    if (!of(message.id()).containsKey(device.value())) {
      DeliveryRow row =
          new DeliveryRow(
              message, device.value(), taken, answer, now, expiryOfWaiting.get(message.id()));
      add(row);
      fresh.add(row);
    }
  }

  /** The devices that have done with it. */
  Set<String> devicesOf(MessageId message) {
    return of(message.value()).keySet();
  }

  boolean isTakenByAny(MessageId message) {
    return of(message.value()).values().stream().anyMatch(DeliveryRow::isTaken);
  }

  /** Removes a message and all that is known of it. */
  void remove(MailKey message) {
    gone.put(message.id(), message);
  }

  /** No device took it, and none ever will: it is not open any more. */
  void refuse(MessageId message) {
    expiryOfWaiting.remove(message.value());
  }

  void write(StatelessSession session) {
    session.insertMultiple(
        fresh.stream().filter(row -> !gone.containsKey(row.messageId())).toList());
    if (!gone.isEmpty()) {
      MailQueries.delete(session, gone.values());
      DeviceQueries.deleteDeliveries(session, gone.values());
    }
  }

  private Map<String, DeliveryRow> of(long message) {
    return marks.getOrDefault(message, Map.of());
  }

  private void add(DeliveryRow row) {
    marks.computeIfAbsent(row.messageId(), id -> new HashMap<>()).put(row.device(), row);
  }
}
