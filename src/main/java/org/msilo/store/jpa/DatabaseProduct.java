package org.msilo.store.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The makes of database this program runs on, and what is not the same with all of them. */
enum DatabaseProduct {
  H2("h2"),
  POSTGRESQL("postgresql"),
  /** MySQL, too. */
  MARIADB("mariadb");

  /** How long a node waits while another one changes the tables. */
  private static final int LOCK_SECONDS = 50;

  private final String folder;

  DatabaseProduct(String folder) {
    this.folder = folder;
  }

  /**
   * What is at the other end.
   *
   * @throws DatabaseUnavailableException if it is none of these
   */
  static DatabaseProduct of(Connection connection) throws SQLException {
    String name = connection.getMetaData().getDatabaseProductName();
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "h2" -> H2;
      case "postgresql" -> POSTGRESQL;
      case "mariadb", "mysql" -> MARIADB;
      default ->
          throw new DatabaseUnavailableException(
              name + " is not supported: use H2, PostgreSQL, MariaDB or MySQL", null);
    };
  }

  /** Folder of its scripts. */
  String folder() {
    return folder;
  }

  /** Whether a change of tables is part of the transaction, and goes when that is rolled back. */
  boolean undoesTableChanges() {
    return this == POSTGRESQL;
  }

  /** Whether all that goes on in it goes on in one process, by whose clock it then goes, too. */
  boolean isEmbedded() {
    return this == H2;
  }

  /** The statement that tells the milliseconds since 1970, now and in UTC. */
  String millisNow() {
    return switch (this) {
      case H2 -> "select cast(floor(extract(epoch from current_timestamp) * 1000) as bigint)";
      case POSTGRESQL ->
          "select cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)";
      case MARIADB -> "select timestampdiff(microsecond, '1970-01-01', utc_timestamp(6)) div 1000";
    };
  }

  /**
   * Names, in lower case, of all that is like a table in our schema. Asked for in SQL: Tomcat's
   * older pool does not know {@link Connection#getSchema()}.
   */
  Set<String> tables(Connection connection) throws SQLException {
    String question =
        switch (this) {
          case H2 ->
              "select table_name from information_schema.tables where table_schema = current_schema";
          case POSTGRESQL ->
              "select relname from pg_class where relnamespace = current_schema()::regnamespace";
          case MARIADB ->
              "select table_name from information_schema.tables where table_schema = database()";
        };
    Set<String> names = new TreeSet<>();
    try (var statement = connection.createStatement();
        var tables = statement.executeQuery(question)) {
      while (tables.next()) {
        names.add(tables.getString(1).toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  /** What to do about commits that are not on disk at once, if they are not. */
  Optional<String> lossAtPowerCut(Connection connection) throws SQLException {
    return switch (this) {
      case H2 -> Optional.empty();
      case POSTGRESQL ->
          answers(connection, "select current_setting('synchronous_commit') = 'off'")
              ? Optional.of("set synchronous_commit to on")
              : Optional.empty();
      case MARIADB ->
          answers(connection, "select @@innodb_flush_log_at_trx_commit <> 1")
              ? Optional.of("set innodb_flush_log_at_trx_commit to 1")
              : Optional.empty();
    };
  }

  private static boolean answers(Connection connection, String question) throws SQLException {
    try (var statement = connection.createStatement();
        var answer = statement.executeQuery(question)) {
      return answer.next() && answer.getBoolean(1);
    }
  }

  String quoted(String name) {
    String quote = this == MARIADB ? "`" : "\"";
    return quote + name + quote;
  }

  /** Waits until no other node changes the tables of this name. H2 belongs to one process. */
  void lock(Connection connection, String table) throws SQLException {
    switch (this) {
      case POSTGRESQL -> ask(connection, "select pg_advisory_lock(hashtext(?))", table);
      case MARIADB -> ask(connection, "select get_lock(?, " + LOCK_SECONDS + ")", table);
      default -> {}
    }
  }

  void unlock(Connection connection, String table) throws SQLException {
    switch (this) {
      case POSTGRESQL -> ask(connection, "select pg_advisory_unlock(hashtext(?))", table);
      case MARIADB -> ask(connection, "select release_lock(?)", table);
      default -> {}
    }
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
  }

  private static void ask(Connection connection, String question, String table)
      throws SQLException {
    try (var statement = connection.prepareStatement(question)) {
      statement.setString(1, "msilo schema of " + table);
      statement.execute();
    }
  }
}
