package org.msilo.transfer;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which columns a silo table has. The table is known by them, not by a version number: operators
 * upgrade tables by hand, and two families of servers count differently. Immutable.
 */
final class SiloShape {
  private static final Pattern TABLE =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_$]*\\.)?[A-Za-z_][A-Za-z0-9_$]*");

  private static final List<Column> NEEDED =
      List.of(
          Column.ID,
          Column.SOURCE,
          Column.DESTINATION,
          Column.RECEIVED_AT,
          Column.EXPIRES_AT,
          Column.CONTENT_TYPE,
          Column.BODY);

  private final String table;
  private final Map<Column, Found> columns;

  /** A column of the table: its name there, and how long its text may be, 0 for no limit. */
  private record Found(String name, int limit) {}

  private SiloShape(String table, Map<Column, Found> columns) {
    this.table = table;
    this.columns = columns;
  }

  /** Refuses what could not be the name of a table. */
  static void checkName(String table) throws TransferException {
    if (!TABLE.matcher(table).matches()) {
      throw TransferException.badArguments(
          "--table = \"" + table + "\": must be the name of a table, letters, digits and _");
    }
  }

  /**
   * Looks at a table; empty when there is none.
   *
   * @throws TransferException when it cannot be read, or is no silo table
   */
  static Optional<SiloShape> of(ForeignDatabase database, String table) throws TransferException {
    try (Statement statement = database.connection().createStatement();
        ResultSet nothing = statement.executeQuery("select * from " + table + " where 1 = 0")) {
      Map<Column, Found> found = new EnumMap<>(Column.class);
      ResultSetMetaData columns = nothing.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        String name = columns.getColumnName(i);
        int limit = Math.max(0, columns.getPrecision(i));
        Stream.of(Column.values())
            .filter(column -> column.isNamed(name))
            .forEach(column -> found.put(column, new Found(name, limit)));
      }
      SiloShape shape = new SiloShape(table, found);
      shape.check(database);
      return Optional.of(shape);
    } catch (SQLException e) {
      if (saysNoSuchTable(e)) {
        return Optional.empty();
      }
      throw database.failure(e);
    }
  }

  /** PostgreSQL and MariaDB have a code for it, SQLite a text. */
  private static boolean saysNoSuchTable(SQLException e) {
    return List.of("42P01", "42S02").contains(String.valueOf(e.getSQLState()))
        || String.valueOf(e.getMessage()).contains("no such table");
  }

  private void check(ForeignDatabase database) throws TransferException {
    String missing =
        NEEDED.stream()
            .filter(column -> !columns.containsKey(column))
            .map(Column::today)
            .collect(Collectors.joining(", "));
    if (missing.isEmpty() && !hasMailbox() && !columns.containsKey(Column.REQUEST_URI)) {
      missing = "username, domain";
    }
    if (!missing.isEmpty()) {
      throw TransferException.cannotRun(
          "the table %s of %s is no silo table of SER, Kamailio or OpenSIPS (it has no column %s):"
                  .formatted(table, database, missing)
              + " name another with --table=NAME",
          null);
    }
  }

  boolean has(Column column) {
    return columns.containsKey(column);
  }

  /** Whether it names mailboxes in columns of their own, as all do since 2004. */
  boolean hasMailbox() {
    return has(Column.USERNAME) && has(Column.DOMAIN);
  }

  String nameOf(Column column) {
    return columns.get(column).name();
  }

  /** Characters, or bytes, the column holds at most. */
  OptionalInt limitOf(Column column) {
    int limit = has(column) ? columns.get(column).limit() : 0;
    return limit > 0 ? OptionalInt.of(limit) : OptionalInt.empty();
  }

  String table() {
    return table;
  }

  /** The columns it has, in the order in which they are read. */
  List<Column> columns() {
    return List.copyOf(columns.keySet());
  }
}
