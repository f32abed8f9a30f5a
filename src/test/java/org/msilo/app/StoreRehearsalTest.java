package org.msilo.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.message;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.location.RegisterRules;
import org.msilo.location.RegistrarSettings;
import org.msilo.store.jpa.Database;
import org.msilo.store.jpa.JpaMessageStore;
import org.msilo.store.jpa.Transactions;
import org.msilo.testing.RecordingDataSource;
import org.msilo.testing.SentStatement;
import org.msilo.testing.SettableClock;
import org.msilo.testing.TestDatabase;

/** A play with the real database, of which nothing is left. */
class StoreRehearsalTest {
  private static final int MESSAGES = 5_121;

  private final Clock clock = new SettableClock(NOON);

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void statements_of_a_load_are_played_and_nothing_is_left(TestDatabase on) {
    try (RecordingDataSource recorder = new RecordingDataSource(on.fresh());
        Database database = recorder.open()) {
      store(database.transactions());
      recorder.forget();

      rehearsal(database.transactions()).play(MESSAGES);

      assertThat(recorder.statements().stream().map(SentStatement::kind))
          .contains(
              "insert silo",
              "select silo",
              "delete silo",
              "insert silo_round",
              "select silo_round",
              "delete silo_round",
              "insert silo_aor",
              "select silo_aor",
              "insert silo_binding",
              "select silo_binding",
              "update silo_binding");
      assertThat(rows(database.transactions())).containsExactly(1L, 0L, 0L, 0L);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void two_nodes_can_play_at_a_time(TestDatabase on) {
    try (Database database = TestDatabase.open(on.fresh())) {
      Transactions transactions = database.transactions();
      CompletableFuture<?>[] plays =
          Stream.of(rehearsal(transactions), rehearsal(transactions))
              .map(one -> CompletableFuture.runAsync(() -> one.play(MESSAGES)))
              .toArray(CompletableFuture[]::new);

      CompletableFuture.allOf(plays).join();

      assertThat(rows(transactions)).containsExactly(0L, 0L, 0L, 0L);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void play_that_breaks_off_leaves_the_database_as_it_was(TestDatabase on) {
    try (Database database = TestDatabase.open(on.fresh())) {
      Transactions transactions = database.transactions();
      transactions.write(
          session -> session.createNativeMutationQuery("drop table silo_round").executeUpdate());

      rehearsal(transactions).play(MESSAGES);

      assertThat(number(transactions, "silo")).isZero();
      store(transactions);
      assertThat(number(transactions, "silo")).isOne();
    }
  }

  private StoreRehearsal rehearsal(Transactions transactions) {
    Duration hour = Duration.ofHours(1);
    RegisterRules rules = new RegisterRules(new RegistrarSettings(hour, Duration.ZERO, hour, 10));
    return new StoreRehearsal(transactions, rules, clock);
  }

  private void store(Transactions transactions) {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (JpaMessageStore store =
        new JpaMessageStore(transactions, clock, () -> "one", threads, threads)) {
      store.append(message(1)).join();
    } finally {
      threads.shutdown();
    }
  }

  private static List<Long> rows(Transactions transactions) {
    return Stream.of("silo", "silo_round", "silo_aor", "silo_binding")
        .map(table -> number(transactions, table))
        .toList();
  }

  private static long number(Transactions transactions, String table) {
    return transactions.read(
        session ->
            session
                .createNativeQuery("select count(*) from " + table, Long.class)
                .getSingleResult());
  }
}
