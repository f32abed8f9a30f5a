package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.msilo.testing.TestDatabase;

/** What a commit means, whatever the database is set to. */
class CommitToDiskTest {
  @ParameterizedTest
  @CsvSource({"off, on", "local, local", "on, on", "remote_apply, remote_apply"})
  void postgresql_commits_to_disk_and_keeps_what_is_stronger(String set, String used)
      throws Exception {
    DatabaseSettings settings = TestDatabase.POSTGRESQL.fresh();
    String name = settings.url().substring(settings.url().lastIndexOf('/') + 1);
    TestDatabase.POSTGRESQL.execute(
        "postgres", "alter database " + name + " set synchronous_commit = " + set);

    try (Database database = TestDatabase.open(settings)) {
      // Twice: what was told in a transaction would be taken back at its end.
      assertThat(inUse(database)).isEqualTo(used);
      assertThat(inUse(database)).isEqualTo(used);
    }
  }

  @Test
  void mariadb_that_writes_later_is_noticed() throws Exception {
    DatabaseSettings settings = TestDatabase.MARIADB.fresh();
    try (var connection =
        DriverManager.getConnection(settings.url(), settings.user(), settings.password())) {
      assertThat(DatabaseProduct.MARIADB.lossAtPowerCut(connection))
          .hasValueSatisfying(
              remedy -> assertThat(remedy).contains("innodb_flush_log_at_trx_commit"));
    }
  }

  private static String inUse(Database database) {
    return database
        .transactions()
        .read(
            s ->
                s.createNativeQuery("select current_setting('synchronous_commit')", String.class)
                    .getSingleResult());
  }
}
