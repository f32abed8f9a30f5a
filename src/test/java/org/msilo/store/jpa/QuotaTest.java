package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.CAROL;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.expiringAt;
import static org.msilo.testing.MessageFixtures.message;
import static org.msilo.testing.MessageFixtures.text;
import static org.msilo.testing.MessageFixtures.withBody;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.limit.Limit;
import org.msilo.limit.LimitCounts;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.metrics.Meters;
import org.msilo.store.AppendResult;
import org.msilo.store.Quota;
import org.msilo.store.Settlement;
import org.msilo.store.seal.KeyRing;
import org.msilo.testing.SettableClock;
import org.msilo.testing.TestDatabase;

/** A mailbox holds so much and no more, whoever adds to it and whatever removes from it. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class QuotaTest {
  private static final Duration UNTIL_RECOUNT = Duration.ofSeconds(6);

  private final SettableClock clock = new SettableClock(NOON);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LimitCounts counts = new LimitCounts();
  private final List<JpaMessageStore> nodes = new ArrayList<>();
  private final Database database;

  QuotaTest(TestDatabase on) {
    this.database = on.shared();
  }

  @AfterEach
  void close() {
    nodes.forEach(JpaMessageStore::close);
    threads.shutdown();
  }

  @Test
  void full_mailbox_takes_nothing_more_and_its_neighbour_does() {
    JpaMessageStore store = node(new Quota(3, 0, false));

    assertThat(append(store, 1, 2, 3)).containsOnly(AppendResult.STORED);
    assertThat(append(store, 4)).containsOnly(AppendResult.MAILBOX_FULL);
    assertThat(store.append(message(5, CAROL)).join()).isEqualTo(AppendResult.STORED);
    assertThat(stored()).containsExactly(1L, 2L, 3L, 5L);
    assertThat(counts.of(Limit.MAILBOX_FULL)).isEqualTo(1);
  }

  @Test
  void messages_given_at_once_do_not_get_past_the_quota_together() {
    JpaMessageStore store = node(new Quota(10, 0, false));
    List<CompletableFuture<AppendResult>> all =
        LongStream.rangeClosed(1, 100).mapToObj(n -> store.append(message(n))).toList();

    assertThat(all.stream().map(CompletableFuture::join))
        .filteredOn(AppendResult.STORED::equals)
        .hasSize(10);
    assertThat(stored()).hasSize(10);
    assertThat(counts.of(Limit.MAILBOX_FULL)).isEqualTo(90);
  }

  @Test
  void copy_of_a_stored_message_is_no_new_one_for_a_full_mailbox() {
    JpaMessageStore store = node(new Quota(1, 0, false));
    append(store, 1);

    assertThat(append(store, 1)).containsOnly(AppendResult.DUPLICATE);
  }

  @Test
  void bytes_of_bodies_and_headers_count() {
    JpaMessageStore store = node(new Quota(0, 2000, false));

    assertThat(store.append(large(1, 1500)).join()).isEqualTo(AppendResult.STORED);
    assertThat(store.append(large(2, 1500)).join()).isEqualTo(AppendResult.MAILBOX_FULL);
    assertThat(store.append(large(3, 100)).join()).isEqualTo(AppendResult.STORED);
    assertThat(stored()).containsExactly(1L, 3L);
  }

  @Test
  void what_is_counted_in_the_database_is_what_was_counted_while_adding() {
    JpaMessageStore store = node(new Quota(0, 100_000, false));
    store.append(large(1, 777)).join();
    store.append(message(2)).join();
    long bytes =
        MessageRow.of(large(1, 777), KeyRing.EMPTY).size()
            + MessageRow.of(message(2), KeyRing.EMPTY).size();

    MailboxUsage counted =
        database
            .transactions()
            .read(session -> UsageQueries.count(session, List.of(BOB.toString()), NOON))
            .get(BOB.toString());

    assertThat(counted).isEqualTo(new MailboxUsage(2, bytes, NOON));
  }

  @Test
  void delivered_message_makes_room_at_once() {
    JpaMessageStore store = node(new Quota(2, 0, false));
    append(store, 1, 2);
    assertThat(append(store, 3)).containsOnly(AppendResult.MAILBOX_FULL);

    store.claim(BOB, true).join();
    store.settle(Settlement.remove(BOB, new MessageId(1))).join();

    assertThat(append(store, 3)).containsOnly(AppendResult.STORED);
    assertThat(append(store, 4)).containsOnly(AppendResult.MAILBOX_FULL);
  }

  @Test
  void expired_messages_make_room_when_they_are_removed() {
    JpaMessageStore store = node(new Quota(1, 0, false));
    store.append(expiringAt(message(1), NOON.plusSeconds(1))).join();
    clock.advance(UNTIL_RECOUNT);
    assertThat(append(store, 2)).containsOnly(AppendResult.MAILBOX_FULL);

    store.deleteExpired(clock.instant(), 10);
    clock.advance(UNTIL_RECOUNT);

    assertThat(append(store, 2)).containsOnly(AppendResult.STORED);
  }

  @Test
  void other_nodes_are_overlooked_for_some_seconds_only() {
    JpaMessageStore one = node(new Quota(3, 0, false));
    JpaMessageStore two = node(new Quota(3, 0, false));
    append(one, 1);
    append(two, 2, 3);

    clock.advance(UNTIL_RECOUNT);

    assertThat(append(one, 4)).containsOnly(AppendResult.MAILBOX_FULL);
    assertThat(stored()).hasSize(3);
  }

  @Test
  void oldest_message_makes_way_if_the_operator_says_so() {
    JpaMessageStore store = node(new Quota(3, 0, true));

    assertThat(append(store, 1, 2, 3, 4, 5)).containsOnly(AppendResult.STORED);

    assertThat(stored()).containsExactly(3L, 4L, 5L);
    assertThat(counts.of(Limit.OLDEST_DROPPED)).isEqualTo(2);
  }

  @Test
  void as_many_of_the_oldest_go_as_a_large_message_needs() {
    JpaMessageStore store = node(new Quota(0, 3000, true));
    for (long id = 1; id <= 4; id++) {
      store.append(large(id, 600)).join();
    }

    assertThat(store.append(large(9, 2000)).join()).isEqualTo(AppendResult.STORED);

    assertThat(stored()).containsExactly(4L, 9L);
  }

  @Test
  void message_larger_than_any_mailbox_drops_nothing() {
    JpaMessageStore store = node(new Quota(0, 1000, true));
    store.append(large(1, 500)).join();

    assertThat(store.append(large(2, 1500)).join()).isEqualTo(AppendResult.MAILBOX_FULL);
    assertThat(stored()).containsExactly(1L);
  }

  private JpaMessageStore node(Quota quota) {
    String owner = "node " + nodes.size();
    JpaMessageStore node =
        new JpaMessageStore(
            database.transactions(),
            clock,
            () -> owner,
            quota,
            counts,
            threads,
            threads,
            Meters.none());
    nodes.add(node);
    return node;
  }

  private static List<AppendResult> append(JpaMessageStore store, long... numbers) {
    return LongStream.of(numbers).mapToObj(n -> store.append(message(n)).join()).toList();
  }

  private static OfflineMessage large(long number, int bytes) {
    return withBody(message(number), text("x".repeat(bytes)));
  }

  private List<Long> stored() {
    return database
        .transactions()
        .read(
            session ->
                session
                    .createSelectionQuery("select m.id from Message m order by m.id", Long.class)
                    .getResultList());
  }
}
