package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.message;
import static org.msilo.testing.MessageFixtures.withHeaders;
import static org.msilo.testing.MessageFixtures.withOrigin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Header;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.store.Answer;
import org.msilo.store.AppendResult;
import org.msilo.store.Attempt;
import org.msilo.store.Claim;
import org.msilo.store.DeviceMailboxes;
import org.msilo.store.MessageStore;
import org.msilo.store.MessageStoreContract;
import org.msilo.store.MessageStoreException;
import org.msilo.store.RejectedRowException;
import org.msilo.store.Release;
import org.msilo.store.Settlement;
import org.msilo.testing.SettableClock;
import org.msilo.testing.TestDatabase;

/** The contract on each database, and what only a database can do wrong. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class JpaMessageStoreTest implements MessageStoreContract {
  private final SettableClock clock = new SettableClock(NOON);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final TestDatabase on;
  private final Database database;
  private final JpaMessageStore store;
  private final JpaMessageStore other;
  private final JpaDeviceMailboxes devices;
  private final JpaDeviceMailboxes devicesOfOther;

  JpaMessageStoreTest(TestDatabase on) {
    this.on = on;
    this.database = on.shared();
    this.store = node(database, "one");
    this.other = node(database, "other");
    this.devices = store.byDevices(HORIZON, threads, threads);
    this.devicesOfOther = other.byDevices(HORIZON, threads, threads);
  }

  @AfterEach
  void close() {
    store.close();
    other.close();
    devices.close();
    devicesOfOther.close();
    threads.shutdown();
  }

  @Override
  public MessageStore store() {
    return store;
  }

  @Override
  public MessageStore otherNode() {
    return other;
  }

  @Override
  public DeviceMailboxes devices() {
    return devices;
  }

  @Override
  public DeviceMailboxes devicesOfOtherNode() {
    return devicesOfOther;
  }

  @Override
  public SettableClock clock() {
    return clock;
  }

  @Test
  void greatest_id_is_known_after_a_restart() {
    assertThat(store.lastId()).isEqualTo(new MessageId(0));
    store.append(message(7)).join();
    store.append(message(5)).join();

    assertThat(store.lastId()).isEqualTo(new MessageId(7));
  }

  @Test
  void message_too_large_for_its_row_does_not_fail_its_neighbours() {
    OfflineMessage tooLarge = withHeaders(message(500), new Header("X", "x".repeat(70_000)));
    List<CompletableFuture<AppendResult>> neighbours =
        LongStream.range(1, 200).mapToObj(i -> store.append(message(i))).toList();
    CompletableFuture<AppendResult> rejected = store.append(tooLarge);
    CompletableFuture<AppendResult> last = store.append(message(501));

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(rejected::join)
        .withCauseInstanceOf(RejectedRowException.class);
    assertThat(neighbours).allMatch(f -> f.join() == AppendResult.STORED);
    assertThat(last.join()).isEqualTo(AppendResult.STORED);
  }

  @Test
  void same_message_twice_in_one_group_is_stored_once() {
    List<CompletableFuture<AppendResult>> both =
        LongStream.range(1, 101)
            .mapToObj(i -> withOrigin(message(i), message(i / 2).origin()))
            .map(store::append)
            .toList();

    assertThat(both.stream().map(CompletableFuture::join).filter(AppendResult.STORED::equals))
        .hasSize(51);
  }

  @Test
  void messages_of_many_threads_are_all_stored_and_come_in_order() {
    List<CompletableFuture<AppendResult>> stored =
        LongStream.rangeClosed(1, 1000).parallel().mapToObj(i -> store.append(message(i))).toList();
    stored.forEach(CompletableFuture::join);

    assertThat(drain()).containsExactlyElementsOf(LongStream.rangeClosed(1, 1000).boxed().toList());
    await().until(store::isIdle);
  }

  @Test
  void of_two_nodes_that_claim_a_mailbox_at_once_only_one_gets_it() {
    List<AddressOfRecord> mailboxes =
        LongStream.range(0, 100)
            .mapToObj(i -> new AddressOfRecord("u" + i, "example.org"))
            .toList();
    for (int i = 0; i < mailboxes.size(); i++) {
      store.append(message(i + 1, mailboxes.get(i))).join();
      store.postpone(mailboxes.get(i), NOON).join();
    }
    for (AddressOfRecord mailbox : mailboxes) {
      CompletableFuture<Boolean> one = isClaimed(store.claim(mailbox, true));
      CompletableFuture<Boolean> two = isClaimed(other.claim(mailbox, true));

      assertThat(one.join() && two.join()).as("both have %s", mailbox).isFalse();
    }
  }

  @Test
  void attempts_are_columns_of_the_message_they_were_about() {
    store.append(message(1)).join();
    store.claim(BOB, false).join();
    Attempt twice = new Attempt(new MessageId(1), 2, new Answer(486, "Busy Here"));
    store.release(new Release(BOB, Optional.of(NOON.plusSeconds(30)), 1, 486, Optional.of(twice)));
    store.claim(BOB, true).join();
    Attempt once = new Attempt(new MessageId(1), 1, new Answer(404, "Not Found"));
    assertThat(columns()).containsExactly(0, 2, 486, "later", null, null);

    store.release(new Release(BOB, Optional.empty(), 2, 0, Optional.of(once))).join();
    assertThat(columns()).containsExactly(0, 3, 404, "never", null, null);

    store.claim(BOB, true).join();
    Attempt bad = new Attempt(new MessageId(1), 1, new Answer(415, "No\r\nPictures"));
    store.settle(Settlement.refuse(BOB, bad)).join();
    assertThat(columns()).containsExactly(1, 4, 415, "never", 415, "No Pictures");
  }

  private List<Object> columns() {
    Object[] row =
        database
            .transactions()
            .read(
                session ->
                    session
                        .createNativeQuery(
                            "select state, attempts, last_status,"
                                + " case when next_attempt_at is null then 'never' else 'later' end,"
                                + " refused_status, refused_reason from silo",
                            Object[].class)
                        .getSingleResult());
    return Arrays.stream(row).map(v -> v instanceof Short s ? (Object) s.intValue() : v).toList();
  }

  @Test
  void delivery_to_the_first_taker_costs_no_statement_for_devices_and_attempts() {
    assumeTrue(on == TestDatabase.H2, "only H2 says which statements it has done");
    database
        .transactions()
        .write(
            session ->
                session.createNativeMutationQuery("set query_statistics true").executeUpdate());
    LongStream.rangeClosed(1, 3).forEach(i -> store.append(message(i)).join());

    assertThat(drain()).hasSize(3);

    List<String> statements =
        database
            .transactions()
            .read(
                session ->
                    session
                        .createNativeQuery(
                            "select lower(sql_statement) from information_schema.query_statistics",
                            String.class)
                        .getResultList());
    assertThat(statements)
        .anyMatch(sql -> sql.contains("insert into silo "))
        .anyMatch(sql -> sql.contains("delete from silo "))
        .noneMatch(sql -> sql.contains("silo_device") || sql.contains("silo_delivery"))
        .noneMatch(sql -> sql.startsWith("update silo "));
  }

  @Test
  void database_that_fails_fails_the_work() {
    try (Database failing = TestDatabase.open(on.fresh());
        JpaMessageStore unlucky = node(failing, "one")) {
      unlucky.append(message(1)).join();
      for (String table : List.of("silo", "silo_round")) {
        failing
            .transactions()
            .write(s -> s.createNativeMutationQuery("drop table " + table).executeUpdate());
      }

      for (CompletableFuture<?> work :
          List.of(
              unlucky.append(message(2)),
              unlucky.hasMail(BOB),
              unlucky.release(new Release(BOB, Optional.empty(), 0, 0)))) {
        assertThatExceptionOfType(CompletionException.class)
            .isThrownBy(work::join)
            .withCauseInstanceOf(MessageStoreException.class);
      }
    }
  }

  @Test
  void closed_store_takes_nothing_more() {
    store.close();

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(store.append(message(1))::join)
        .withCauseInstanceOf(MessageStoreException.class);
  }

  private List<Long> drain() {
    List<Long> ids = new ArrayList<>();
    Optional<OfflineMessage> next = store.claim(BOB, false).join().first();
    while (next.isPresent()) {
      ids.add(next.get().id().value());
      next = store.settle(Settlement.remove(BOB, next.get().id())).join();
    }
    return ids;
  }

  private static CompletableFuture<Boolean> isClaimed(CompletableFuture<Claim> claim) {
    return claim.handle((c, e) -> e == null && c.status() == Claim.Status.CLAIMED);
  }

  private JpaMessageStore node(Database at, String owner) {
    return new JpaMessageStore(at.transactions(), clock, () -> owner, threads, threads);
  }
}
