package org.msilo.store.jpa;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.StatelessSession;
import org.msilo.message.OfflineMessage;
import org.msilo.store.AppendResult;

/**
 * Inserts a group of messages in one transaction, leaving out what is stored already. Thread-safe.
 */
final class AppendTransaction {
  private final Transactions transactions;
  private final MailboxRoom room;

  AppendTransaction(Transactions transactions, MailboxRoom room) {
    this.transactions = transactions;
    this.room = room;
  }

  List<AppendResult> run(List<OfflineMessage> messages) {
    List<MessageRow> rows = messages.stream().map(transactions.seals()::row).toList();
    Appended appended = transactions.write(session -> insertNew(session, rows));
    room.keep(appended.share());
    return appended.results();
  }

  private record Appended(List<AppendResult> results, MailboxRoom.Share share) {}

  private Appended insertNew(StatelessSession session, List<MessageRow> rows) {
    Set<ByteBuffer> known = storedKeys(session, rows);
    MailboxRoom.Share share =
        room.share(session, rows.stream().filter(row -> !known.contains(row.originKey())).toList());
    List<MessageRow> fresh = new ArrayList<>(rows.size());
    List<AppendResult> results = new ArrayList<>(rows.size());
    for (MessageRow row : rows) {
      // A copy is recognised before there is no room: what is kept may be said again.
      if (known.contains(row.originKey())) {
        results.add(AppendResult.DUPLICATE);
      } else if (share.take(row)) {
        known.add(row.originKey());
        fresh.add(row);
        results.add(AppendResult.STORED);
      } else {
        results.add(AppendResult.MAILBOX_FULL);
      }
    }
    session.insertMultiple(fresh);
    return new Appended(results, share);
  }

  private static Set<ByteBuffer> storedKeys(StatelessSession session, List<MessageRow> rows) {
    Set<ByteBuffer> keys = new HashSet<>();
    ListQuery.on(session)
        .list("mailboxes", rows.stream().map(MessageRow::mailbox).distinct().toList())
        .list("keys", rows.stream().map(row -> row.originKey().array()).toList())
        .select(
            "select m.originKey from Message m"
                + " where m.mailbox in :mailboxes and m.originKey in :keys",
            byte[].class)
        .getResultList()
        .forEach(key -> keys.add(ByteBuffer.wrap(key)));
    return keys;
  }
}
