package org.msilo.location.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.NOON;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.location.BindingStore;
import org.msilo.location.BindingStoreContract;
import org.msilo.location.RegisterRules;
import org.msilo.store.jpa.Database;
import org.msilo.testing.InMemoryBindingStore;
import org.msilo.testing.RecordingDataSource;
import org.msilo.testing.SettableClock;
import org.msilo.testing.StatementLog;
import org.msilo.testing.TestDatabase;

/** While the bindings do all that their contract asks, each statement names its addresses. */
@ParameterizedClass
@EnumSource(names = {"H2", "POSTGRESQL"})
class KeyedBindingsTest implements BindingStoreContract {
  private static RecordingDataSource recorder;
  private static Database database;

  private final SettableClock clock = new SettableClock(NOON);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final JpaBindingStore store;

  KeyedBindingsTest(TestDatabase on) {
    TestDatabase.empty(database);
    store =
        new JpaBindingStore(
            database.transactions(),
            new RegisterRules(InMemoryBindingStore.SETTINGS),
            clock,
            threads,
            threads);
  }

  @BeforeParameterizedClassInvocation
  static void open(TestDatabase on) {
    recorder = new RecordingDataSource(on.fresh());
    database = recorder.open();
  }

  @AfterEach
  void close() {
    store.close();
    threads.shutdown();
    log().assertKeyed();
  }

  @AfterParameterizedClassInvocation
  static void everything_was_seen() {
    database.close();
    recorder.close();
    assertThat(log().keyed())
        .containsExactlyInAnyOrder(
            "select silo_binding",
            "insert silo_binding",
            "update silo_binding",
            "delete silo_binding",
            "select silo_aor",
            "insert silo_aor",
            "delete silo_aor");
    assertThat(log().exceptions())
        .containsExactlyInAnyOrder(
            "expiry sweep: bindings",
            "retry sweep: who is registered",
            "tables emptied before a test");
  }

  private static StatementLog log() {
    return new StatementLog(recorder.statements());
  }

  @Override
  public BindingStore store() {
    return store;
  }

  @Override
  public SettableClock clock() {
    return clock;
  }
}
