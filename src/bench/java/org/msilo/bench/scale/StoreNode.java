package org.msilo.bench.scale;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.MessageBody;
import org.msilo.message.MessageId;
import org.msilo.message.MessageOrigin;
import org.msilo.message.OfflineMessage;
import org.msilo.store.Settlement;
import org.msilo.store.jpa.Database;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.store.jpa.JpaMessageStore;
import org.msilo.testing.TestDatabase;

/** One node without SIP: the store as the server opens it, kept busy. */
final class StoreNode implements AutoCloseable {
  /** Requests under way at once: enough that each transaction has a good group. */
  private static final int UNDER_WAY = 1000;

  /** Behind all ids of a {@link Prefill}. */
  private static final long FIRST_ID = 1L << 40;

  private static final int MESSAGES_EACH = 5;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong ids = new AtomicLong(FIRST_ID);
  private final Database database;
  private final JpaMessageStore store;

  StoreNode(DatabaseSettings settings) {
    database = TestDatabase.open(settings);
    store =
        new JpaMessageStore(
            database.transactions(), Clock.systemUTC(), () -> "bench", threads, threads);
  }

  JpaMessageStore store() {
    return store;
  }

  /** Stores so many messages, five to each of new mailboxes; how long that took. */
  Duration append(int count) {
    long before = System.nanoTime();
    Semaphore room = new Semaphore(UNDER_WAY);
    for (int i = 0; i < count; i++) {
      appendOne(room);
    }
    room.acquireUninterruptibly(UNDER_WAY);
    return Duration.ofNanos(System.nanoTime() - before);
  }

  /** Stores as fast as it can for a while; how many that were. */
  long appendFor(Duration time) {
    AtomicInteger stored = new AtomicInteger();
    long end = System.nanoTime() + time.toNanos();
    Semaphore room = new Semaphore(UNDER_WAY);
    while (System.nanoTime() < end) {
      appendOne(room).thenRun(stored::incrementAndGet);
    }
    long inTime = stored.get();
    room.acquireUninterruptibly(UNDER_WAY);
    return inTime;
  }

  private CompletableFuture<?> appendOne(Semaphore room) {
    room.acquireUninterruptibly();
    return store.append(message(ids.incrementAndGet())).whenComplete((done, e) -> room.release());
  }

  /** Delivers the last so many messages that were stored; how long that took. */
  Duration dump(int count) {
    long last = ids.get() / MESSAGES_EACH;
    long before = System.nanoTime();
    List<CompletableFuture<Void>> mailboxes = new ArrayList<>();
    for (long i = last - count / MESSAGES_EACH; i < last; i++) {
      mailboxes.add(dump(mailbox(i)));
    }
    CompletableFuture.allOf(mailboxes.toArray(CompletableFuture[]::new)).join();
    return Duration.ofNanos(System.nanoTime() - before);
  }

  private CompletableFuture<Void> dump(AddressOfRecord mailbox) {
    return store.claim(mailbox, true).thenCompose(claim -> next(mailbox, claim.first()));
  }

  private CompletableFuture<Void> next(AddressOfRecord mailbox, Optional<OfflineMessage> message) {
    return message
        .map(
            due ->
                store
                    .settle(Settlement.remove(mailbox, due.id()))
                    .thenCompose(following -> next(mailbox, following)))
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  @Override
  public void close() {
    store.close();
    threads.shutdown();
    database.close();
  }

  private static AddressOfRecord mailbox(long number) {
    return new AddressOfRecord("new" + number, "example.org");
  }

  private static OfflineMessage message(long id) {
    Instant now = Instant.now();
    return new OfflineMessage(
        new MessageId(id),
        mailbox(id / MESSAGES_EACH),
        "sip:u@example.org",
        "<sip:a@example.org>",
        "<sip:u@example.org>",
        new MessageOrigin("call-" + id, 1, "tag"),
        List.of(),
        new MessageBody(
            Optional.of("text/plain"), "x".repeat(60).getBytes(StandardCharsets.US_ASCII)),
        now,
        now.plus(Duration.ofDays(1)),
        Optional.empty(),
        Optional.empty());
  }
}
