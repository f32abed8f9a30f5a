package org.msilo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.message;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.model.FaultyDatabase.Fault;
import org.msilo.store.MessageStoreException;
import org.msilo.store.jpa.JpaMessageStore;
import org.msilo.testing.SettableClock;

/** What the store makes of each fault of its database, and that the faults are what they say. */
class FaultyDatabaseTest {
  private final ExecutorService loops = Executors.newCachedThreadPool();
  private final FaultyDatabase database = new FaultyDatabase();
  private final JpaMessageStore store =
      new JpaMessageStore(
          database.transactions(), new SettableClock(NOON), () -> "node", loops, Runnable::run);

  @AfterEach
  void close() {
    store.close();
    loops.shutdown();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void any_fault_is_a_message_store_exception(Fault fault) {
    database.always(fault);

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(store.append(message(1))::join)
        .withCauseInstanceOf(MessageStoreException.class);
    assertThatExceptionOfType(MessageStoreException.class)
        .isThrownBy(() -> store.dueMailboxes(NOON, 1));
    assertThatExceptionOfType(MessageStoreException.class)
        .isThrownBy(() -> store.deleteExpired(NOON.plus(Duration.ofDays(9)), 1));
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void only_an_unknown_outcome_leaves_something_behind(Fault fault) {
    database.next(fault);

    assertThat(store.append(message(1))).failsWithin(Duration.ofMinutes(1));
    assertThat(database.rows()).hasSize(fault == Fault.UNKNOWN_OUTCOME ? 1 : 0);
    assertThat(store.append(message(2))).succeedsWithin(Duration.ofMinutes(1));
  }

  @Test
  void faults_are_over_when_it_is_mended() {
    database.always(Fault.NO_CONNECTION);
    database.mend();

    assertThat(store.append(message(1))).succeedsWithin(Duration.ofMinutes(1));
    assertThat(database.isWell()).isTrue();
  }
}
