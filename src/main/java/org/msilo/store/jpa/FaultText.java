package org.msilo.store.jpa;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.regex.Pattern;

/**
 * What a log may say of a failure of the database: its text where that speaks of connections,
 * tables and rights, but no value of a row, which may be what somebody wrote to somebody.
 */
final class FaultText {
  /**
   * Classes of SQLSTATE without values: connection, transaction, rights, catalog, resources, what
   * the operator did; tables and columns; H2's own.
   */
  private static final Pattern WITHOUT_VALUES = Pattern.compile("(08|25|28|3D|40|42|53|57|90).*");

  private FaultText() {}

  static String of(Throwable failure) {
    SQLException sql = innermostSql(failure);
    if (sql == null) {
      return failure.getClass().getSimpleName();
    }
    String codes = "SQLSTATE " + sql.getSQLState() + ", code " + sql.getErrorCode();
    boolean speaksOfNoValue =
        sql instanceof SQLTransientConnectionException
            || sql.getSQLState() != null && WITHOUT_VALUES.matcher(sql.getSQLState()).matches();
    return speaksOfNoValue ? firstLine(sql) + " (" + codes + ")" : codes;
  }

  private static SQLException innermostSql(Throwable failure) {
    SQLException found = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      found = cause instanceof SQLException sql ? sql : found;
    }
    return found;
  }

  private static String firstLine(Throwable cause) {
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").strip();
  }
}
