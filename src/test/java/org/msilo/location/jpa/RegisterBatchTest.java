package org.msilo.location.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.register;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.msilo.location.RegisterOutcome;
import org.msilo.location.RegisterRules;
import org.msilo.location.Registration;
import org.msilo.message.AddressOfRecord;
import org.msilo.store.jpa.Database;
import org.msilo.testing.InMemoryBindingStore;
import org.msilo.testing.TestDatabase;

/** A group of REGISTERs costs a few commands, counted by the server itself. */
class RegisterBatchTest {
  private static final int GROUP = 512;
  private static final String CONTACT = "sip:a@192.0.2.1";
  private static final String COMMANDS =
      "select cast(variable_value as integer) from information_schema.global_status"
          + " where variable_name = 'QUESTIONS'";

  private final RegisterRules rules = new RegisterRules(InMemoryBindingStore.SETTINGS);

  @Test
  void first_registrations_cost_a_few_commands_and_refreshes_one_each_and_a_few() {
    try (Database database = TestDatabase.open(TestDatabase.MARIADB.fresh())) {
      await("nobody else asks the server").until(() -> isQuiet(database));
      assertThat(commands(database, user -> register(user(user), "a", 1, NOON, CONTACT)))
          .isLessThan(20);
      // MariaDB's bulk protocol would not say how many rows an update has met.
      assertThat(commands(database, user -> register(user(user), "a", 2, NOON, CONTACT)))
          .isBetween((long) GROUP, GROUP + 10L);
    }
  }

  private long commands(Database database, IntFunction<Registration> requests) {
    List<BindingChange> group =
        IntStream.range(0, GROUP)
            .mapToObj(requests)
            .map(request -> new BindingChange(request.aor(), known -> rules.apply(request, known)))
            .toList();
    long before = number(database);
    assertThat(new RegisterTransaction(database.transactions()).run(group))
        .extracting(RegisterOutcome::status)
        .containsOnly(RegisterOutcome.Status.DONE);
    return number(database) - before;
  }

  /** The pool opens its connections in the background, which costs commands of each. */
  private static boolean isQuiet(Database database) throws InterruptedException {
    long first = number(database);
    TimeUnit.MILLISECONDS.sleep(100);
    long second = number(database);
    TimeUnit.MILLISECONDS.sleep(100);
    return number(database) - second == second - first;
  }

  private static long number(Database database) {
    return database
        .transactions()
        .read(s -> s.createNativeQuery(COMMANDS, Long.class).getSingleResult());
  }

  private static AddressOfRecord user(int i) {
    return new AddressOfRecord("u" + i, "example.org");
  }
}
