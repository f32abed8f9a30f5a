package org.msilo.store.jpa;

import java.util.Collection;
import java.util.List;

/**
 * Where a message is. The id alone would find it, but each statement names the mailbox, too: in a
 * database that is spread over several machines, it tells which of them has the message.
 *
 * @param mailbox whose message
 * @param id its number
 */
record MailKey(String mailbox, long id) {

  static List<String> mailboxes(Collection<MailKey> keys) {
    return keys.stream().map(MailKey::mailbox).distinct().toList();
  }

  static List<Long> ids(Collection<MailKey> keys) {
    return keys.stream().map(MailKey::id).distinct().toList();
  }
}
