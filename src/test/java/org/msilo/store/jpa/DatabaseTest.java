package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.message;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.store.AppendResult;
import org.msilo.testing.SettableClock;

/** Opening a database: schema, names of the tables, restart, and what the operator reads. */
class DatabaseTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  @TempDir private Path home;

  @AfterEach
  void stop() {
    threads.shutdown();
  }

  @Test
  void mail_is_there_after_a_restart() {
    keep("silo", 1);

    try (Database database = open("silo", "sa", "");
        JpaMessageStore store = store(database)) {
      assertThat(store.claim(BOB, false).join().first()).hasValue(message(1));
    }
  }

  @Test
  void tables_bear_the_name_of_the_setting() throws Exception {
    keep("offline_mail", 1);

    assertThat(tables())
        .containsExactlyInAnyOrder(
            "OFFLINE_MAIL",
            "OFFLINE_MAIL_AOR",
            "OFFLINE_MAIL_BINDING",
            "OFFLINE_MAIL_DELIVERY",
            "OFFLINE_MAIL_DEVICE",
            "OFFLINE_MAIL_NODE",
            "OFFLINE_MAIL_IMPORTED",
            "OFFLINE_MAIL_ROUND",
            "OFFLINE_MAIL_SECRET",
            "OFFLINE_MAIL_SUBSCRIBER",
            "offline_mail_schema_history");
  }

  @Test
  void two_names_in_one_database_are_two_stores() {
    keep("silo", 1);
    keep("other", 2);

    try (Database database = open("silo", "sa", "");
        JpaMessageStore store = store(database)) {
      assertThat(store.claim(BOB, false).join().first()).hasValue(message(1));
      assertThat(store.lastId().value()).isEqualTo(1);
    }
  }

  @Test
  void wrong_password_is_named_as_such() {
    open("silo", "sa", "").close();

    assertThatExceptionOfType(DatabaseUnavailableException.class)
        .isThrownBy(() -> open("silo", "sa", "wrong"))
        .withMessageContaining("db_password");
  }

  @Test
  void database_that_cannot_be_reached_is_named_as_such() {
    assertThatExceptionOfType(DatabaseUnavailableException.class)
        .isThrownBy(
            () ->
                Database.open(
                    new DatabaseSettings("java:comp/env/jdbc/nowhere", "", "", "silo"),
                    JpaMessageStore.entities()))
        .withMessageContaining("db_url");
  }

  @Test
  void settings_hide_url_and_password() {
    assertThat(new DatabaseSettings("jdbc:x?password=secret", "me", "secret", "silo"))
        .asString()
        .doesNotContain("secret");
  }

  private void keep(String table, long number) {
    try (Database database = open(table, "sa", "");
        JpaMessageStore store = store(database)) {
      assertThat(store.append(message(number)).join()).isEqualTo(AppendResult.STORED);
    }
  }

  private JpaMessageStore store(Database database) {
    return new JpaMessageStore(
        database.transactions(), new SettableClock(NOON), () -> "node", threads, threads);
  }

  private Database open(String table, String user, String password) {
    return Database.open(
        new DatabaseSettings(url(), user, password, table), JpaMessageStore.entities());
  }

  private String url() {
    return "jdbc:h2:file:" + home.resolve("silo");
  }

  private List<String> tables() throws Exception {
    List<String> names = new ArrayList<>();
    try (var connection = DriverManager.getConnection(url(), "sa", "");
        var tables =
            connection.getMetaData().getTables(null, "PUBLIC", null, new String[] {"BASE TABLE"})) {
      while (tables.next()) {
        names.add(tables.getString("TABLE_NAME"));
      }
    }
    return names;
  }
}
