package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.message;
import static org.msilo.testing.MessageFixtures.withBody;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.limit.LimitCounts;
import org.msilo.message.MessageBody;
import org.msilo.message.OfflineMessage;
import org.msilo.store.AppendResult;
import org.msilo.store.Quota;
import org.msilo.testing.TestDatabase;

/** A group of messages costs a few statements, counted by the server itself. */
class BatchTest {
  private static final int GROUP = 512;
  private static final String MARIADB_COMMANDS =
      "select cast(variable_value as integer) from information_schema.global_status"
          + " where variable_name = 'QUESTIONS'";

  @Test
  void postgresql_gets_a_group_in_a_few_inserts() {
    Database database = TestDatabase.POSTGRESQL.shared();
    for (String sql :
        List.of(
            "create table inserts (at timestamp)",
            "create function count_insert() returns trigger language plpgsql"
                + " as 'begin insert into inserts values (now()); return null; end'",
            "create trigger inserts after insert on silo"
                + " for each statement execute function count_insert()")) {
      database.transactions().write(s -> s.createNativeMutationQuery(sql).executeUpdate());
    }
    try {
      append(database, group(GROUP));

      assertThat(number(database, "select count(*) from inserts")).isBetween(1L, 4L);
    } finally {
      for (String sql : List.of("drop function count_insert cascade", "drop table inserts")) {
        database.transactions().write(s -> s.createNativeMutationQuery(sql).executeUpdate());
      }
    }
  }

  /** Without its bulk protocol, MariaDB is served as MySQL is. */
  @ParameterizedTest
  @ValueSource(strings = {"", "?useBulkStmtsForInserts=false"})
  void mariadb_gets_a_group_in_a_few_commands(String options) {
    DatabaseSettings plain = TestDatabase.MARIADB.fresh();
    try (Database database =
        TestDatabase.open(
            new DatabaseSettings(plain.url() + options, plain.user(), plain.password(), "silo"))) {
      long before = number(database, MARIADB_COMMANDS);

      append(database, group(GROUP));

      assertThat(number(database, MARIADB_COMMANDS) - before).isLessThan(20);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void group_of_the_largest_messages_fits(TestDatabase on) {
    MessageBody largest = new MessageBody(Optional.of("image/png"), new byte[1 << 20]);

    append(on.shared(), group(48).stream().map(m -> withBody(m, largest)).toList());
  }

  private static void append(Database database, List<OfflineMessage> messages) {
    assertThat(
            new AppendTransaction(
                    database.transactions(),
                    new MailboxRoom(Quota.NONE, Clock.systemUTC(), new LimitCounts()))
                .run(messages))
        .hasSize(messages.size())
        .containsOnly(AppendResult.STORED);
  }

  private static List<OfflineMessage> group(int count) {
    return LongStream.rangeClosed(1, count).mapToObj(i -> message(i)).toList();
  }

  private static long number(Database database, String question) {
    return database
        .transactions()
        .read(s -> s.createNativeQuery(question, Long.class).getSingleResult());
  }
}
