package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.testing.FreePort;
import org.msilo.testing.TestDatabase;

/** One line that says what is wrong and what to do, whatever is wrong with the database. */
class DatabaseFaultsTest {
  @ParameterizedTest
  @EnumSource(value = TestDatabase.class, mode = Mode.EXCLUDE, names = "H2")
  void wrong_password(TestDatabase on) {
    DatabaseSettings right = on.fresh();

    assertUnavailable(new DatabaseSettings(right.url(), "nobody", "guess", "silo"))
        .withMessageContaining("refuses db_user or db_password");
  }

  @ParameterizedTest
  @EnumSource(value = TestDatabase.class, mode = Mode.EXCLUDE, names = "H2")
  void no_such_database(TestDatabase on) {
    DatabaseSettings right = on.fresh();

    assertUnavailable(
            new DatabaseSettings(right.url() + "_not", right.user(), right.password(), "silo"))
        .withMessageContaining("no such database");
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "mariadb", "mysql"})
  void nobody_at_the_port(String scheme) {
    assertUnavailable(settings("jdbc:" + scheme + "://127.0.0.1:" + FreePort.find() + "/msilo"))
        .withMessageContaining("does not answer")
        .withMessageContaining("host and port");
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql, ?connectTimeout=1&loginTimeout=1",
    "mariadb, ?connectTimeout=1000&socketTimeout=1000"
  })
  void host_that_takes_the_connection_and_says_nothing(String scheme, String timeouts)
      throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertUnavailable(
              settings(
                  "jdbc:" + scheme + "://127.0.0.1:" + silent.getLocalPort() + "/x" + timeouts))
          .withMessageContaining("does not answer");
    }
  }

  @Test
  void user_without_rights_in_postgresql() throws Exception {
    DatabaseSettings all = TestDatabase.POSTGRESQL.fresh();
    String name = name(all);
    TestDatabase.POSTGRESQL.execute(name, "create user poor_" + name + " password 'x'");
    TestDatabase.POSTGRESQL.execute(name, "revoke create on schema public from public");

    assertUnavailable(new DatabaseSettings(all.url(), "poor_" + name, "x", "silo"))
        .withMessageContaining("db_user may not do that")
        .withMessageContaining("grant");
  }

  @Test
  void user_without_rights_in_mariadb() throws Exception {
    DatabaseSettings all = TestDatabase.MARIADB.fresh();
    String name = name(all);
    String user = "poor_" + name + "@localhost";
    TestDatabase.MARIADB.execute(name, "create user " + user + " identified by 'x'");
    TestDatabase.MARIADB.execute(name, "grant select on " + name + ".* to " + user);

    assertUnavailable(new DatabaseSettings(all.url(), "poor_" + name, "x", "silo"))
        .withMessageContaining("as they were before")
        .withMessageContaining("db_user may not do that")
        .withMessageContaining("grant");
  }

  @ParameterizedTest
  @EnumSource(value = TestDatabase.class, mode = Mode.EXCLUDE, names = "H2")
  void user_who_may_only_read_the_tables(TestDatabase on) throws Exception {
    DatabaseSettings all = on.fresh();
    TestDatabase.open(all).close();
    String name = name(all);
    boolean postgresql = on == TestDatabase.POSTGRESQL;
    String reader = "reader_" + name + (postgresql ? "" : "@localhost");
    on.execute(
        name, "create user " + reader + (postgresql ? " password 'x'" : " identified by 'x'"));
    on.execute(
        name,
        postgresql
            ? "grant select on all tables in schema public to " + reader
            : "grant select on " + name + ".* to " + reader);

    assertCannotJoin(new DatabaseSettings(all.url(), "reader_" + name, "x", "silo"))
        .withMessageContaining("db_user may not do that");
  }

  @Test
  void read_only_postgresql() throws Exception {
    DatabaseSettings empty = TestDatabase.POSTGRESQL.fresh();
    DatabaseSettings full = TestDatabase.POSTGRESQL.fresh();
    TestDatabase.open(full).close();
    for (DatabaseSettings each : new DatabaseSettings[] {empty, full}) {
      TestDatabase.POSTGRESQL.execute(
          "postgres", "alter database " + name(each) + " set default_transaction_read_only = on");
    }

    assertUnavailable(empty).withMessageContaining("read-only");
    assertCannotJoin(full).withMessageContaining("read-only");
  }

  @Test
  void read_only_mariadb() throws Exception {
    DatabaseSettings all = TestDatabase.MARIADB.fresh();
    TestDatabase.open(all).close();
    String name = name(all);
    String user = "user_" + name + "@localhost";
    TestDatabase.MARIADB.execute(name, "create user " + user + " identified by 'x'");
    TestDatabase.MARIADB.execute(name, "grant all on " + name + ".* to " + user);
    TestDatabase.MARIADB.execute(name, "set global read_only = 1");
    try {
      assertCannotJoin(new DatabaseSettings(all.url(), "user_" + name, "x", "silo"))
          .withMessageContaining("read-only");
    } finally {
      TestDatabase.MARIADB.execute(name, "set global read_only = 0");
    }
  }

  @Test
  void read_only_h2(@TempDir Path home) {
    String url = "jdbc:h2:file:" + home.resolve("silo");
    TestDatabase.open(new DatabaseSettings(url, "sa", "", "silo")).close();

    assertCannotJoin(new DatabaseSettings(url + ";ACCESS_MODE_DATA=r", "sa", "", "silo"))
        .withMessageContaining("read-only");
  }

  @Test
  void url_that_no_driver_takes() {
    assertUnavailable(settings("jdbc:oracle:thin:@db")).withMessageContaining("jdbc:postgresql:");
    assertUnavailable(settings("jdbc:postgresql:///?x=%")).withMessageContaining("db_url");
  }

  private static DatabaseSettings settings(String url) {
    return new DatabaseSettings(url, "msilo", "hunter2", "silo");
  }

  private static String name(DatabaseSettings settings) {
    return settings.url().substring(settings.url().lastIndexOf('/') + 1);
  }

  private static ThrowableAssertAlternative<DatabaseUnavailableException> assertUnavailable(
      DatabaseSettings settings) {
    return oneLine(() -> TestDatabase.open(settings).close());
  }

  /** The tables are there; what fails is the first thing a node writes. */
  private static ThrowableAssertAlternative<DatabaseUnavailableException> assertCannotJoin(
      DatabaseSettings settings) {
    return oneLine(
        () -> {
          try (Database database = TestDatabase.open(settings)) {
            new NodeLease(database.transactions(), Clock.systemUTC(), "a", Optional.empty())
                .close();
          }
        });
  }

  private static ThrowableAssertAlternative<DatabaseUnavailableException> oneLine(Runnable start) {
    return assertThatExceptionOfType(DatabaseUnavailableException.class)
        .isThrownBy(start::run)
        .satisfies(
            e -> assertThat(e.getMessage()).hasLineCount(1).doesNotContain("hunter2", "Exception"));
  }
}
