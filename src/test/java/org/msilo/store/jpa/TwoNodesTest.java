package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.expiringAt;
import static org.msilo.testing.MessageFixtures.message;
import static org.msilo.testing.MessageFixtures.withOrigin;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.MessageId;
import org.msilo.store.AppendResult;
import org.msilo.store.Claim;
import org.msilo.store.Settlement;
import org.msilo.testing.RecordingDataSource;
import org.msilo.testing.SettableClock;
import org.msilo.testing.TestDatabase;

/** Two nodes with pools of their own that do the same thing at the same time. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class TwoNodesTest {
  private static final int MESSAGES = 1500;

  private final SettableClock clock = new SettableClock(NOON);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Database here;
  private final RecordingDataSource connections;
  private final Database there;
  private final JpaMessageStore one;
  private final JpaMessageStore two;

  TwoNodesTest(TestDatabase on) {
    DatabaseSettings settings = on.fresh();
    here = TestDatabase.open(settings);
    connections = new RecordingDataSource(settings);
    there = connections.open();
    one = new JpaMessageStore(here.transactions(), clock, () -> "one", threads, threads);
    two = new JpaMessageStore(there.transactions(), clock, () -> "two", threads, threads);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    threads.shutdown();
    here.close();
    there.close();
    connections.close();
  }

  @Test
  void copies_of_a_message_at_both_nodes_are_stored_once_and_both_answered() {
    List<CompletableFuture<AppendResult>> results =
        LongStream.rangeClosed(1, MESSAGES)
            .boxed()
            .flatMap(
                i ->
                    Stream.of(
                        one.append(message(i)),
                        two.append(withOrigin(message(MESSAGES + i), message(i).origin()))))
            .toList();

    for (int i = 0; i < results.size(); i += 2) {
      assertThat(List.of(results.get(i).join(), results.get(i + 1).join()))
          .containsExactlyInAnyOrder(AppendResult.STORED, AppendResult.DUPLICATE);
    }
    assertThat(one.deleteExpired(message(1).expiresAt(), 2 * MESSAGES)).isEqualTo(MESSAGES);
  }

  @Test
  void of_two_claims_at_once_one_succeeds_and_the_other_finds_it_busy() {
    List<AddressOfRecord> mailboxes = mailboxes(300);
    for (int i = 0; i < mailboxes.size(); i++) {
      one.append(message(i + 1, mailboxes.get(i))).join();
    }
    List<CompletableFuture<Claim>> claims =
        mailboxes.stream()
            .flatMap(mailbox -> Stream.of(one.claim(mailbox, true), two.claim(mailbox, true)))
            .toList();

    for (int i = 0; i < claims.size(); i += 2) {
      assertThat(List.of(claims.get(i).join().status(), claims.get(i + 1).join().status()))
          .containsExactlyInAnyOrder(Claim.Status.CLAIMED, Claim.Status.BUSY);
    }
  }

  @Test
  void what_both_nodes_deliver_goes_out_once_and_in_order() {
    List<AddressOfRecord> mailboxes = mailboxes(100);
    for (int i = 0; i < MESSAGES; i++) {
      one.append(message(i + 1, mailboxes.get(i % mailboxes.size())));
    }
    one.append(message(MESSAGES + 1, BOB)).join();
    Collection<Long> delivered = new ConcurrentLinkedQueue<>();

    CompletableFuture.allOf(
            mailboxes.stream()
                .flatMap(
                    mailbox ->
                        Stream.of(dump(one, mailbox, delivered), dump(two, mailbox, delivered)))
                .toArray(CompletableFuture[]::new))
        .join();

    assertThat(delivered).doesNotHaveDuplicates().hasSize(MESSAGES);
    for (int i = 0; i < mailboxes.size(); i++) {
      int mailbox = i;
      assertThat(delivered.stream().filter(id -> (id - 1) % mailboxes.size() == mailbox))
          .isSorted();
    }
  }

  @Test
  void node_that_is_late_with_its_claim_finds_nothing_of_what_the_other_delivered_meanwhile() {
    one.append(message(1)).join();
    one.append(message(2)).join();
    Collection<Long> delivered = new ConcurrentLinkedQueue<>();
    // The first node begins and ends its round while the other one is about to write its claim.
    connections.interrupt("insert into silo_round", () -> dump(one, BOB, delivered).join());

    assertThat(two.claim(BOB, true).join().first()).isEmpty();

    assertThat(delivered).containsExactly(1L, 2L);
    assertThat(one.dueMailboxes(message(1).expiresAt(), 1)).isEmpty();
  }

  @Test
  void node_that_lost_its_claims_sends_nothing_of_what_it_had_read() {
    LongStream.rangeClosed(1, 3).forEach(i -> one.append(message(i)).join());
    one.claim(BOB, true).join();
    // What happens to the claims of a node that others believe dead.
    here.transactions()
        .write(
            session ->
                session
                    .createMutationQuery("update Round r set r.owner = null, r.dueAt = :now")
                    .setParameter("now", NOON)
                    .executeUpdate());
    assertThat(two.claim(BOB, true).join().first()).hasValue(message(1));

    assertThat(one.settle(Settlement.remove(BOB, message(1).id())).join()).isEmpty();
  }

  @Test
  void both_nodes_sweep_and_each_expired_message_is_counted_once() {
    for (int i = 1; i <= MESSAGES; i++) {
      one.append(expiringAt(message(i), NOON));
    }
    one.append(message(MESSAGES + 1)).join();

    List<CompletableFuture<Integer>> sweeps =
        Stream.of(one, two)
            .map(
                node ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          int batch;
                          do {
                            batch = node.deleteExpired(NOON, 100);
                          } while (batch == 100);
                          return batch;
                        },
                        threads))
            .toList();

    sweeps.forEach(CompletableFuture::join);
    assertThat(one.deleteExpired(NOON, 100)).isZero();
    assertThat(two.claim(BOB, false).join().first()).hasValue(message(MESSAGES + 1));
  }

  private static CompletableFuture<Void> dump(
      JpaMessageStore node, AddressOfRecord mailbox, Collection<Long> delivered) {
    return node.claim(mailbox, true)
        .thenCompose(claim -> next(node, mailbox, claim.first().map(m -> m.id()), delivered));
  }

  private static CompletableFuture<Void> next(
      JpaMessageStore node,
      AddressOfRecord mailbox,
      Optional<MessageId> message,
      Collection<Long> delivered) {
    if (message.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    delivered.add(message.get().value());
    return node.settle(Settlement.remove(mailbox, message.get()))
        .thenCompose(following -> next(node, mailbox, following.map(m -> m.id()), delivered));
  }

  private static List<AddressOfRecord> mailboxes(int count) {
    return LongStream.range(0, count)
        .mapToObj(i -> new AddressOfRecord("u" + i, "example.org"))
        .toList();
  }
}
