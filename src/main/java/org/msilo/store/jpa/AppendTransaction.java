package org.msilo.store.jpa;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.msilo.message.OfflineMessage;
import org.msilo.store.AppendResult;

/**
 * Inserts a group of messages in one transaction, leaving out what is stored already. Copies are
 * rare, so nobody looks for them until the unique key of the table has refused one: then the group
 * begins anew and looks, and so do those after it for a while. Thread-safe.
 */
final class AppendTransaction {
  /** How many groups look for copies first after one was refused. */
  private static final int WARY = 100;

  private final Transactions transactions;
  private final MailboxRoom room;
  private final AtomicInteger wary = new AtomicInteger();

  AppendTransaction(Transactions transactions, MailboxRoom room) {
    this.transactions = transactions;
    this.room = room;
  }

  List<AppendResult> run(List<OfflineMessage> messages) {
    List<MessageRow> rows = messages.stream().map(transactions.seals()::row).toList();
    boolean looksFirst = wary.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    Appended appended = transactions.write(new Insertion(rows, looksFirst));
    room.keep(appended.share());
    return appended.results();
  }

  private record Appended(List<AppendResult> results, MailboxRoom.Share share) {}

  /** The work of one group, which runs again when a row was there already. */
  private final class Insertion implements Function<StatelessSession, Appended> {
    private final List<MessageRow> rows;
    private final AtomicBoolean looksFirst;

    private Insertion(List<MessageRow> rows, boolean looksFirst) {
      this.rows = rows;
      this.looksFirst = new AtomicBoolean(looksFirst);
    }

    @Override
    public Appended apply(StatelessSession session) {
      if (!looksFirst.getAndSet(true)) { // When it runs again, it looks.
        Optional<MailboxRoom.Share> share = room.shareForAll(session, rows);
        if (share.isPresent()) {
          return insert(session, rows, new HashSet<>(), share.get());
        }
      }
      Set<ByteBuffer> known = storedKeys(session, rows);
      if (!known.isEmpty()) {
        wary.set(WARY);
      }
      // A copy is recognised before there is no room: what is kept may be said again.
      List<MessageRow> others =
          rows.stream().filter(row -> !known.contains(row.originKey())).toList();
      return insert(session, rows, known, room.share(session, others));
    }
  }

  private static Appended insert(
      StatelessSession session,
      List<MessageRow> rows,
      Set<ByteBuffer> known,
      MailboxRoom.Share share) {
    List<MessageRow> fresh = new ArrayList<>(rows.size());
    List<AppendResult> results = new ArrayList<>(rows.size());
    for (MessageRow row : rows) {
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
