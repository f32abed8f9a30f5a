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

  /** One that is there twice does no harm in a list; to look for it costs, for ids hash badly. */
  static List<Long> ids(Collection<MailKey> keys) {
    return keys.stream().map(MailKey::id).toList();
  }
}
