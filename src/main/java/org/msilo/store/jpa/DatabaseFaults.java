package org.msilo.store.jpa;

import java.sql.SQLException;
import java.util.Set;

/** What the operator reads when the database cannot be used: what is wrong, and what to do. */
final class DatabaseFaults {
  private static final Set<String> WRONG_USER = Set.of("28000", "28P01");
  private static final Set<String> NO_SUCH_DATABASE = Set.of("3D000", "90149", "90013");

  /** PostgreSQL; H2: not enough rights, administrator's rights needed. */
  private static final Set<String> NO_RIGHTS = Set.of("42501", "90096", "90040");

  /** MariaDB: database, table, column, process denied. */
  private static final Set<Integer> NO_RIGHTS_MARIADB = Set.of(1044, 1142, 1143, 1227, 1370);

  /** PostgreSQL; H2. */
  private static final Set<String> READ_ONLY = Set.of("25006", "90097");

  /** MariaDB: table, server, and transaction are read-only. */
  private static final Set<Integer> READ_ONLY_MARIADB = Set.of(1036, 1290, 1792, 1836);

  private static final int UNKNOWN_DATABASE_MARIADB = 1049;
  private static final int TOO_MANY_CONNECTIONS_MARIADB = 1040;
  private static final int H2_LOCKED = 90020;

  private DatabaseFaults() {}

  /** One line; never a password, nor a URL with one. */
  static String explain(Throwable failure) {
    SQLException sql = innermostSql(failure);
    if (sql == null) {
      return "the database cannot be used: " + text(innermost(failure)) + " (check db_url)";
    }
    String state = String.valueOf(sql.getSQLState());
    int code = sql.getErrorCode();
    if (code == H2_LOCKED) {
      return "the database is in use by another process: stop that one, or choose another with"
          + " --home or --db_url";
    }
    if (NO_RIGHTS.contains(state) || NO_RIGHTS_MARIADB.contains(code)) {
      return "db_user may not do that in the database: "
          + text(sql)
          + " (grant it the rights to create, alter and drop tables, to read and to write)";
    }
    if (WRONG_USER.contains(state)) {
      return "the database refuses db_user or db_password: correct them";
    }
    if (NO_SUCH_DATABASE.contains(state) || code == UNKNOWN_DATABASE_MARIADB) {
      return "there is no such database: " + text(sql) + " (create it, or correct db_url)";
    }
    if (READ_ONLY.contains(state) || READ_ONLY_MARIADB.contains(code)) {
      return "the database is read-only: "
          + text(sql)
          + " (let db_url name the primary server, or make the database writable)";
    }
    if (state.startsWith("53") || code == TOO_MANY_CONNECTIONS_MARIADB) {
      return "the database has no room for us: " + text(sql) + " (raise its limits)";
    }
    if (state.startsWith("08")) {
      return "the database does not answer: "
          + text(sql)
          + " (check host and port in db_url, and that it runs)";
    }
    return "the database cannot be used: "
        + text(sql)
        + " (check db_url, db_user, and that it runs)";
  }

  private static Throwable innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static SQLException innermostSql(Throwable failure) {
    SQLException found = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      found = cause instanceof SQLException sql ? sql : found;
    }
    return found;
  }

  private static String text(Throwable cause) {
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").strip();
  }
}
