package org.msilo.store.jpa;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.store.Claim;

/**
 * The messages of claimed mailboxes that were read together with their first one, so that most
 * deliveries cost a removal and no question. What is read ahead counts only while its claim is
 * fresh. Thread-safe.
 */
final class ReadAhead {
  /** How many messages of a mailbox are read at once. */
  static final int MESSAGES = 16;

  /** Bodies beyond the first one that are kept for a mailbox, in bytes: many are out at once. */
  static final int BYTES = 16 * 1024;

  private final ConcurrentMap<String, Read> mailboxes = new ConcurrentHashMap<>();

  /**
   * Replaces what is known of a mailbox.
   *
   * @param next what comes after the first message, in its order: a claim for each message, or for
   *     each device that it goes to
   * @param online the devices that were at hand; none where it does not go by devices
   * @param freshUntil when the claim has to be renewed
   */
  void keep(String mailbox, List<Claim> next, List<DeviceId> online, Instant freshUntil) {
    if (next.isEmpty()) {
      mailboxes.remove(mailbox);
    } else {
      mailboxes.put(mailbox, new Read(new ArrayDeque<>(next), Set.copyOf(online), freshUntil));
    }
  }

  /**
   * What comes next in a mailbox; empty when the database has to be asked, as for a device that has
   * come meanwhile.
   *
   * @param online the devices that are at hand now
   */
  Optional<Claim> next(String mailbox, List<DeviceId> online, Instant now) {
    Read read = mailboxes.get(mailbox);
    if (read == null || !now.isBefore(read.freshUntil) || !read.online.containsAll(online)) {
      return Optional.empty();
    }
    synchronized (read) {
      return Optional.ofNullable(read.claims.peekFirst())
          .filter(next -> next.first().filter(m -> !m.isExpiredAt(now)).isPresent())
          .filter(next -> next.device().map(online::contains).orElse(true));
    }
  }

  /**
   * A message has been handed out, or is gone.
   *
   * @param device the only device that this is true of; empty for all
   */
  void drop(String mailbox, MessageId id, Optional<DeviceId> device) {
    mailboxes.computeIfPresent(mailbox, (key, read) -> read.without(id, device));
  }

  /** The claim of a mailbox is over, or about to be renewed. */
  void forget(String mailbox) {
    mailboxes.remove(mailbox);
  }

  private record Read(Deque<Claim> claims, Set<DeviceId> online, Instant freshUntil) {

    /** What is left, null if nothing is. */
    synchronized Read without(MessageId id, Optional<DeviceId> device) {
      claims.removeIf(
          next ->
              next.first().map(OfflineMessage::id).filter(id::equals).isPresent()
                  && (device.isEmpty() || device.equals(next.device())));
      return claims.isEmpty() ? null : this;
    }
  }
}
