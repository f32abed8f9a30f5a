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

  AppendTransaction(Transactions transactions) {
    this.transactions = transactions;
  }

  List<AppendResult> run(List<OfflineMessage> messages) {
    List<MessageRow> rows = messages.stream().map(MessageRow::of).toList();
    return transactions.write(session -> insertNew(session, rows));
  }

  private static List<AppendResult> insertNew(StatelessSession session, List<MessageRow> rows) {
    Set<ByteBuffer> known = storedKeys(session, rows);
    List<MessageRow> fresh = new ArrayList<>(rows.size());
    List<AppendResult> results = new ArrayList<>(rows.size());
    for (MessageRow row : rows) {
      if (known.add(row.originKey())) {
        fresh.add(row);
        results.add(AppendResult.STORED);
      } else {
        results.add(AppendResult.DUPLICATE);
      }
    }
    session.insertMultiple(fresh);
    return results;
  }

  private static Set<ByteBuffer> storedKeys(StatelessSession session, List<MessageRow> rows) {
    Set<ByteBuffer> keys = new HashSet<>();
    session
        .createSelectionQuery(
            "select m.originKey from Message m"
                + " where m.mailbox in :mailboxes and m.originKey in :keys",
            byte[].class)
        .setParameterList("mailboxes", rows.stream().map(MessageRow::mailbox).distinct().toList())
        .setParameterList("keys", rows.stream().map(row -> row.originKey().array()).toList())
        .getResultList()
        .forEach(key -> keys.add(ByteBuffer.wrap(key)));
    return keys;
  }
}
