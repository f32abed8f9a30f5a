package org.msilo.store.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.msilo.message.DeviceId;

/** The devices one transaction works on: read once, changed in memory, written at its end. */
final class KnownDevices {
  private final Instant now;
  private final Map<DeviceKey, DeviceRow> rows = new HashMap<>();
  private final Set<DeviceKey> stored = new HashSet<>();
  private final Set<DeviceKey> changed = new HashSet<>();

  KnownDevices(StatelessSession session, Collection<String> mailboxes, Instant now) {
    this.now = now;
    List<DeviceRow> found =
        ListQuery.on(session)
            .list("mailboxes", mailboxes)
            .select("from Device d where d.aor in :mailboxes", DeviceRow.class)
            .getResultList();
    for (DeviceRow row : found) {
      DeviceKey key = new DeviceKey(row.aor(), row.device());
      rows.put(key, row);
      stored.add(key);
    }
  }

  /** It has just registered. */
  void seen(String mailbox, DeviceId device) {
    change(mailbox, device).seen(now);
  }

  /** It is there, which somebody may have failed to note when it registered. */
  void met(String mailbox, DeviceId device) {
    if (!rows.containsKey(new DeviceKey(mailbox, device.value()))) {
      seen(mailbox, device);
    }
  }

  void taken(String mailbox, DeviceId device) {
    if (attempts(mailbox, device) > 0) {
      change(mailbox, device).taken();
    }
  }

  void failed(String mailbox, DeviceId device, int failedRounds, int status, Instant retryAt) {
    met(mailbox, device);
    change(mailbox, device).failed(failedRounds, status, retryAt);
  }

  int attempts(String mailbox, DeviceId device) {
    DeviceRow row = rows.get(new DeviceKey(mailbox, device.value()));
    return row == null ? 0 : row.attempts();
  }

  boolean isSpared(String mailbox, DeviceId device) {
    DeviceRow row = rows.get(new DeviceKey(mailbox, device.value()));
    return row != null && row.isSparedAt(now);
  }

  /** The devices of a mailbox that were seen after this moment. */
  Set<String> seenAfter(String mailbox, Instant moment) {
    return rows.values().stream()
        .filter(row -> row.aor().equals(mailbox) && row.isSeenAfter(moment))
        .map(DeviceRow::device)
        .collect(Collectors.toSet());
  }

  /** When the first of the devices that are spared now is to be tried again. */
  Optional<Instant> nextRetryAt(String mailbox) {
    return rows.values().stream()
        .filter(row -> row.aor().equals(mailbox) && row.isSparedAt(now))
        .map(DeviceRow::retryAt)
        .min(Comparator.naturalOrder());
  }

  void write(StatelessSession session) {
    List<DeviceKey> inOrder =
        changed.stream()
            .sorted(Comparator.comparing(DeviceKey::aor).thenComparing(DeviceKey::device))
            .toList();
    session.insertMultiple(
        inOrder.stream().filter(key -> !stored.contains(key)).map(rows::get).toList());
    session.updateMultiple(inOrder.stream().filter(stored::contains).map(rows::get).toList());
  }

  private DeviceRow change(String mailbox, DeviceId device) {
    DeviceKey key = new DeviceKey(mailbox, device.value());
    changed.add(key);
    return rows.computeIfAbsent(key, k -> new DeviceRow(k.aor(), k.device()));
  }
}
