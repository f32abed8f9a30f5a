package org.msilo.store.jpa;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.msilo.message.OfflineMessage;
import org.msilo.store.seal.KeyRing;
import org.msilo.store.seal.SealBrokenException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes rows of messages and messages of rows, sealed where there are keys. A row that does not
 * open is told of, once for each mailbox, and in the way of no other. Thread-safe.
 */
final class Seals {
  private static final Logger LOG = LoggerFactory.getLogger(Seals.class);

  /** Mailboxes that are told of by name: a lost key may concern very many. */
  private static final int MOST_TOLD = 1_000;

  /**
   * Which rows can be opened, for the questions to the table; its {@code :keys} have "" for none.
   */
  static final String WITH_OUR_KEYS = "coalesce(m.keyId, '') in :keys";

  private final KeyRing keys;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  Seals(KeyRing keys) {
    this.keys = keys;
  }

  KeyRing keys() {
    return keys;
  }

  MessageRow row(OfflineMessage message) {
    return MessageRow.of(message, keys);
  }

  /** The keys there are; never empty, for not all databases know an empty list. */
  Collection<String> ids() {
    return keys.current().isEmpty() ? List.of("") : keys.ids();
  }

  /** The value of {@code :keys} in {@link #WITH_OUR_KEYS}. */
  Collection<String> idsAndNone() {
    return Stream.concat(Stream.of(""), keys.ids().stream()).toList();
  }

  /** Whether a row with this key, or none, can be opened; tells of it if not. */
  boolean canOpen(String mailbox, String keyId) {
    if (keyId == null || keys.ids().contains(keyId)) {
      return true;
    }
    if (told.size() < MOST_TOLD && told.add(mailbox)) {
      LOG.warn(
          "messages of {} stay until the key {} is in encryption_key_file again", mailbox, keyId);
    }
    return false;
  }

  /** The message of a row whose key is there; empty if it is not what was sealed. */
  Optional<OfflineMessage> open(MessageRow row) {
    try {
      return Optional.of(row.toMessage(keys));
    } catch (SealBrokenException e) {
      LOG.error(
          "message {} of {} was changed in the database, and is not delivered: {}",
          row.id(),
          row.mailbox(),
          e.getMessage());
      return Optional.empty();
    }
  }

  /** All but the content, if that cannot be had. */
  OfflineMessage openOrOutline(MessageRow row) {
    return canOpen(row.mailbox(), row.keyId()) ? open(row).orElseGet(row::outline) : row.outline();
  }
}
