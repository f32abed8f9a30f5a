package org.msilo.location.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.message;
import static org.msilo.testing.MessageFixtures.register;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.location.BindingStore;
import org.msilo.location.BindingStoreContract;
import org.msilo.location.RegisterOutcome;
import org.msilo.location.RegisterRules;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.store.AppendResult;
import org.msilo.store.MessageStoreException;
import org.msilo.store.jpa.Database;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.store.jpa.JpaMessageStore;
import org.msilo.testing.InMemoryBindingStore;
import org.msilo.testing.SettableClock;
import org.msilo.testing.TestDatabase;

/** The contract on each database, and a restart. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class JpaBindingStoreTest implements BindingStoreContract {
  private final SettableClock clock = new SettableClock(NOON);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final TestDatabase on;
  private final Database database;
  private final JpaBindingStore store;

  JpaBindingStoreTest(TestDatabase on) {
    this.on = on;
    this.database = on.shared();
    this.store = store(database);
  }

  @AfterEach
  void close() {
    store.close();
    threads.shutdown();
  }

  @Override
  public BindingStore store() {
    return store;
  }

  @Override
  public SettableClock clock() {
    return clock;
  }

  @Test
  void bindings_are_there_after_a_restart() {
    DatabaseSettings settings = on.fresh();
    List<Binding> before;
    try (Database first = TestDatabase.open(settings);
        JpaBindingStore bindings = store(first)) {
      bindings.register(register(BOB, "a", 1, NOON, DESK, MOBILE)).join();
      before = bindings.bindingsOf(BOB).join();
    }

    try (Database second = TestDatabase.open(settings);
        JpaBindingStore bindings = store(second)) {
      assertThat(bindings.bindingsOf(BOB).join()).isEqualTo(before).hasSize(2);
    }
  }

  @Test
  void bindings_and_messages_share_a_database() {
    try (JpaMessageStore messages =
        new JpaMessageStore(database.transactions(), clock, () -> "node", threads, threads)) {
      assertThat(messages.append(message(1)).join()).isEqualTo(AppendResult.STORED);
      store.register(register(BOB, "a", 1, NOON, DESK)).join();

      assertThat(messages.hasMail(BOB).join()).isTrue();
      assertThat(store.bindingsOf(BOB).join()).hasSize(1);
    }
  }

  @Test
  void storm_of_requests_is_done_to_the_last_one() {
    List<CompletableFuture<RegisterOutcome>> outcomes =
        IntStream.range(0, 1000)
            .mapToObj(
                i ->
                    store.register(
                        register(
                            new AddressOfRecord("u" + i % 200, "example.org"),
                            "a",
                            i,
                            NOON,
                            "sip:u@192.0.2.1")))
            .toList();

    assertThat(outcomes.stream().map(CompletableFuture::join).map(RegisterOutcome::status))
        .containsOnly(RegisterOutcome.Status.DONE);
    assertThat(store.bindingsOf(new AddressOfRecord("u7", "example.org")).join())
        .singleElement()
        .returns(807L, Binding::cseq);
    await().until(store::isIdle);
  }

  @Test
  void contact_too_long_for_its_row_does_not_fail_its_neighbours() {
    CompletableFuture<RegisterOutcome> neighbour =
        store.register(register(BOB, "a", 1, NOON, DESK));
    CompletableFuture<RegisterOutcome> tooLong =
        store.register(
            register(
                new AddressOfRecord("long", "example.org"),
                "a",
                1,
                NOON,
                "sip:" + "x".repeat(3000) + "@192.0.2.1"));

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(tooLong::join)
        .withCauseInstanceOf(MessageStoreException.class);
    assertThat(neighbour.join().status()).isEqualTo(RegisterOutcome.Status.DONE);
  }

  private JpaBindingStore store(Database in) {
    return new JpaBindingStore(
        in.transactions(),
        new RegisterRules(InMemoryBindingStore.SETTINGS),
        clock,
        threads,
        threads);
  }
}
