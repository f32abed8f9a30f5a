package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.message;
import static org.msilo.testing.MessageFixtures.withBody;
import static org.msilo.testing.MessageFixtures.withHeaders;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.DeviceId;
import org.msilo.message.Header;
import org.msilo.message.MessageBody;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.store.MessageStore;
import org.msilo.store.RoundTripContract;
import org.msilo.store.seal.KeyRing;
import org.msilo.testing.SettableClock;
import org.msilo.testing.TestDatabase;
import org.msilo.testing.TestKeys;

/** Sealed messages come back as they were, and those that do not open hold up nobody. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class SealedStoreTest implements RoundTripContract {
  private static final Map<TestDatabase, DatabaseSettings> PLACES =
      new EnumMap<>(TestDatabase.class);

  private static final String MARKER = "xyzzy";

  private final SettableClock clock = new SettableClock(NOON);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final DatabaseSettings place;
  private final Database database;
  private final JpaMessageStore store;

  SealedStoreTest(TestDatabase on) {
    this.place = PLACES.computeIfAbsent(on, TestDatabase::fresh);
    this.database = open("second", "first");
    for (String table : List.of("silo", "silo_round", "silo_device", "silo_delivery")) {
      execute("delete from " + table);
    }
    this.store = store(database);
  }

  @AfterEach
  void close() {
    store.close();
    threads.shutdown();
    database.close();
  }

  @Override
  public MessageStore store() {
    return store;
  }

  @Override
  public MessageStore otherNode() {
    return store;
  }

  @Override
  public SettableClock clock() {
    return clock;
  }

  @Test
  void nothing_of_the_content_is_in_the_row() {
    append(marked(1));

    Object[] row = query("select headers, body, key_id from silo");
    assertThat(row[0]).isEqualTo("");
    assertThat(new String((byte[]) row[1], StandardCharsets.ISO_8859_1)).doesNotContain(MARKER);
    assertThat(row[2]).isEqualTo("second");
    assertThat(claim(BOB).first()).hasValue(marked(1));
  }

  @Test
  void message_moved_to_another_mailbox_or_changed_is_set_aside_and_the_next_one_comes() {
    AddressOfRecord eve = new AddressOfRecord("eve", "example.org");
    append(marked(1));
    append(message(2));
    append(message(3, eve));
    append(message(4, eve));
    execute("update silo set mailbox = 'eve@example.org', id = 0 where id = 1");
    execute(
        "update silo set body = (select s.body from (select * from silo) s where s.id = 4) where id = 3");

    assertThat(claim(eve).first()).map(OfflineMessage::id).hasValue(new MessageId(4));
    assertThat(claim(BOB).first()).map(OfflineMessage::id).hasValue(new MessageId(2));
    assertThat(rows("state = 1 and refused_reason = 'changed in the database'")).isEqualTo(2);
  }

  @Test
  void messages_whose_key_is_missing_stay_and_those_behind_them_come() {
    try (Database before = open("lost");
        JpaMessageStore earlier = store(before)) {
      LongStream.rangeClosed(1, 40).forEach(i -> earlier.append(message(i)).join());
    }
    assertThat(hasMail(BOB)).isFalse();
    append(message(41));

    assertThat(new KeySurvey(database.transactions()).missing())
        .containsExactly(new KeySurvey.Need("lost", 40));
    assertThat(claim(BOB).first()).map(OfflineMessage::id).hasValue(new MessageId(41));
    assertThat(settle(41)).isEmpty();
    assertThat(rows("state = 0")).isEqualTo(40);
    assertThat(new WaitingMail(database.transactions()).after(new MessageId(0), 100).closed())
        .hasSize(40);
    assertThat(store.takeExpired(NOON.plus(Duration.ofDays(30)), 50).undelivered()).hasSize(40);
  }

  @Test
  void device_gets_what_opens_and_is_not_held_up_by_the_rest() {
    try (Database before = open("lost");
        JpaMessageStore earlier = store(before)) {
      earlier.append(message(1)).join();
    }
    append(message(2));
    append(message(3));
    execute("update silo set key_id = 'first' where id = 2");
    JpaDeviceMailboxes devices = store.byDevices(Duration.ofDays(1), threads, threads);

    assertThat(devices.claim(BOB, List.of(new DeviceId("phone"))).join().first())
        .map(OfflineMessage::id)
        .hasValue(new MessageId(3));
    devices.close();
  }

  @Test
  void rotation_seals_everything_with_the_first_key_and_can_be_broken_off() {
    try (Database clear = TestDatabase.open(place);
        JpaMessageStore earlier = store(clear)) {
      LongStream.rangeClosed(1, 70).forEach(i -> earlier.append(marked(i)).join());
    }
    try (Database before = open("first");
        JpaMessageStore earlier = store(before)) {
      LongStream.rangeClosed(71, 150).forEach(i -> earlier.append(marked(i)).join());
    }
    LongStream.rangeClosed(151, 160).forEach(i -> append(marked(i)));
    KeyRotation rotation = new KeyRotation(database.transactions());
    assertThat(rotation.count()).isEqualTo(150);
    assertThat(rotation.next(Long.MIN_VALUE)).map(KeyRotation.Batch::sealed).hasValue(64);

    KeyRotation again = new KeyRotation(database.transactions());
    assertThat(again.count()).isEqualTo(86);
    assertThat(rotateAll(again)).isEqualTo(86);

    assertThat(again.count()).isZero();
    assertThat(rows("key_id = 'second' and headers = ''")).isEqualTo(160);
    Optional<OfflineMessage> next = claim(BOB).first();
    for (long i = 1; i <= 160; i++) {
      assertThat(next).hasValue(marked(i));
      next = settle(i);
    }
  }

  @Test
  void rotation_while_mail_is_delivered_and_stored_loses_and_repeats_nothing() {
    try (Database before = open("first");
        JpaMessageStore earlier = store(before)) {
      LongStream.rangeClosed(1, 300).forEach(i -> earlier.append(marked(i)).join());
      KeyRotation rotation = new KeyRotation(database.transactions());
      CompletableFuture<Long> sealed =
          CompletableFuture.supplyAsync(() -> rotateAll(rotation), threads);
      List<Long> delivered = new ArrayList<>();
      // The server has both keys, as it must have before the rotation begins.
      Optional<OfflineMessage> next = claim(BOB).first();
      for (long i = 1; next.isPresent(); i++) {
        assertThat(next.get().body()).isEqualTo(marked(1).body());
        delivered.add(next.get().id().value());
        if (i <= 20) {
          append(marked(300 + i));
        }
        next = settle(next.get().id().value());
      }

      assertThat(sealed.join()).isLessThanOrEqualTo(300);
      assertThat(delivered)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 320).boxed().toList());
    }
  }

  private static long rotateAll(KeyRotation rotation) {
    long sealed = 0;
    Optional<KeyRotation.Batch> batch = rotation.next(Long.MIN_VALUE);
    while (batch.isPresent()) {
      assertThat(batch.get().left()).isEmpty();
      sealed += batch.get().sealed();
      batch = rotation.next(batch.get().last());
    }
    return sealed;
  }

  @Test
  void rotation_leaves_alone_what_was_changed_and_goes_on() {
    try (Database before = open("first");
        JpaMessageStore earlier = store(before)) {
      LongStream.rangeClosed(1, 3).forEach(i -> earlier.append(message(i)).join());
    }
    execute("update silo set mailbox = 'eve@example.org' where id = 2");

    assertThat(new KeyRotation(database.transactions()).next(Long.MIN_VALUE))
        .hasValue(new KeyRotation.Batch(3, 2, 0, List.of(2L)));
  }

  @Test
  void another_key_under_a_known_id_is_refused_at_start() {
    assertThatExceptionOfType(DatabaseUnavailableException.class)
        .isThrownBy(
            () ->
                Database.open(
                    place, new KeyRing(Map.of("first", new byte[32])), JpaMessageStore.entities()))
        .withMessageContaining("the key first in encryption_key_file is not the one");
  }

  private static OfflineMessage marked(long id) {
    return withBody(
        withHeaders(message(id), new Header("Subject", MARKER)),
        new MessageBody(Optional.of("text/plain"), MARKER.getBytes(StandardCharsets.UTF_8)));
  }

  private Database open(String... keys) {
    return Database.open(place, new KeyRing(TestKeys.named(keys)), JpaMessageStore.entities());
  }

  private JpaMessageStore store(Database at) {
    return new JpaMessageStore(at.transactions(), clock, () -> "one", threads, threads);
  }

  private void execute(String sql) {
    database.transactions().write(s -> s.createNativeMutationQuery(sql).executeUpdate());
  }

  private Object[] query(String sql) {
    return database
        .transactions()
        .read(s -> s.createNativeQuery(sql, Object[].class).getSingleResult());
  }

  private long rows(String condition) {
    return database
        .transactions()
        .read(
            s ->
                s.createNativeQuery("select count(*) from silo where " + condition, Long.class)
                    .getSingleResult());
  }
}
