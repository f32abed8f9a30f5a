package org.msilo.app;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.msilo.location.ContactUpdate;
import org.msilo.location.RegisterRules;
import org.msilo.location.Registration;
import org.msilo.location.jpa.JpaBindingStore;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Header;
import org.msilo.message.MessageBody;
import org.msilo.message.MessageId;
import org.msilo.message.MessageOrigin;
import org.msilo.message.OfflineMessage;
import org.msilo.store.Claim;
import org.msilo.store.MessageStoreException;
import org.msilo.store.Settlement;
import org.msilo.store.jpa.JpaMessageStore;
import org.msilo.store.jpa.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays mail and registrations to the stores before requests come, so that Hibernate has translated
 * their statements, and Java has compiled the driver of the database. All of it is one transaction,
 * which is rolled back: nobody sees it, and nothing is left. For one thread.
 */
final class StoreRehearsal {
  private static final Logger LOG = LoggerFactory.getLogger(StoreRehearsal.class);

  /** So many users at a time: each number is another length of the lists in the statements. */
  private static final List<Integer> USERS = List.of(512, 128, 32, 8, 2);

  private static final int MESSAGES_EACH = 10;
  private static final Duration LIFE = Duration.ofHours(1);

  /** The database may be slow, and a node has to show every minute that it lives. */
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private final Transactions transactions;
  private final RegisterRules rules;
  private final Clock clock;

  /** Of this play only: another node that inserts the same key would wait for its end. */
  private final String name = "rehearsal-" + UUID.randomUUID();

  /** Below all ids of messages. */
  private final AtomicLong lastId =
      new AtomicLong(Long.MIN_VALUE | UUID.randomUUID().getMostSignificantBits() >>> 1);

  StoreRehearsal(Transactions transactions, RegisterRules rules, Clock clock) {
    this.transactions = transactions;
    this.rules = rules;
    this.clock = clock;
  }

  /** Returns after so many messages, or a quarter of a minute; tells why if it breaks off. */
  void play(int messages) {
    ExecutorService threads = Executors.newCachedThreadPool();
    long began = System.nanoTime();
    try {
      transactions.rehearse(stage -> play(messages, stage, threads, began + LONGEST.toNanos()));
      LOG.info("rehearsed with the database for {} ms", (System.nanoTime() - began) / 1_000_000);
    } catch (MessageStoreException | CompletionException e) {
      // The server can do without.
      LOG.warn("the rehearsal with the database broke off: {}", e.getMessage());
    } finally {
      threads.shutdown();
    }
  }

  private void play(int messages, Transactions stage, ExecutorService threads, long deadline) {
    try (JpaMessageStore store = new JpaMessageStore(stage, clock, () -> name, threads, threads);
        JpaBindingStore bindings = new JpaBindingStore(stage, rules, clock, threads, threads)) {
      int played = 0;
      for (int scene = 0; played < messages && System.nanoTime() < deadline; scene++) {
        int users = USERS.get(scene % USERS.size());
        perform(scene, users, store, bindings);
        played += users * MESSAGES_EACH;
      }
    }
  }

  private void perform(int scene, int users, JpaMessageStore store, JpaBindingStore bindings) {
    IntFunction<AddressOfRecord> user =
        number -> new AddressOfRecord(name + "-" + scene + "-" + number, "rehearsal.invalid");
    for (int i = 0; i < MESSAGES_EACH; i++) {
      all(users, number -> bindings.bindingsOf(user.apply(number)));
      all(users, number -> store.append(message(user.apply(number))));
    }
    register(users, user, 1, LIFE, bindings);
    all(users, number -> store.hasMail(user.apply(number)));
    List<Claim> claims = all(users, number -> store.claim(user.apply(number), true));
    deliver(claims.stream().flatMap(claim -> claim.first().stream()).toList(), store);
    register(users, user, 2, LIFE, bindings);
    register(users, user, 3, Duration.ZERO, bindings);
  }

  private static void deliver(List<OfflineMessage> first, JpaMessageStore store) {
    List<OfflineMessage> out = first;
    while (!out.isEmpty()) {
      List<OfflineMessage> sent = out;
      out =
          all(
                  sent.size(),
                  number ->
                      store.settle(
                          Settlement.remove(sent.get(number).mailbox(), sent.get(number).id())))
              .stream()
              .flatMap(Optional::stream)
              .toList();
    }
  }

  private void register(
      int users,
      IntFunction<AddressOfRecord> user,
      int cseq,
      Duration life,
      JpaBindingStore bindings) {
    all(
        users,
        number -> {
          AddressOfRecord aor = user.apply(number);
          ContactUpdate contact =
              new ContactUpdate(
                  "sip:" + aor.user() + "@192.0.2.1:5060", "", 1000, Optional.of(life), true);
          return bindings.register(
              new Registration(
                  aor,
                  "call-" + aor.user(),
                  cseq,
                  false,
                  List.of(contact),
                  List.of(),
                  Optional.empty(),
                  clock.instant()));
        });
  }

  /** Submits one piece of work for each number, and waits for all of them. */
  private static <T> List<T> all(int count, IntFunction<CompletableFuture<T>> work) {
    List<CompletableFuture<T>> futures = IntStream.range(0, count).mapToObj(work).toList();
    return futures.stream()
        .map(future -> future.orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS).join())
        .toList();
  }

  private OfflineMessage message(AddressOfRecord mailbox) {
    Instant now = clock.instant();
    long id = lastId.incrementAndGet();
    return new OfflineMessage(
        new MessageId(id),
        mailbox,
        mailbox.toUri(),
        "\"Rehearsal\" <sip:rehearsal@rehearsal.invalid>",
        "<" + mailbox.toUri() + ">",
        new MessageOrigin("call-" + name + id, 1, "tag-" + id),
        List.of(new Header("Subject", "rehearsal")),
        new MessageBody(
            Optional.of("text/plain"), "This is a rehearsal.".getBytes(StandardCharsets.UTF_8)),
        now,
        now.plus(LIFE),
        Optional.of("sip:rehearsal@rehearsal.invalid"),
        Optional.empty());
  }
}
