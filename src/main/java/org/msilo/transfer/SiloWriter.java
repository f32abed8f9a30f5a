package org.msilo.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Adds rows to a silo table, leaving out those that stood in it before; for one thread. What an
 * interrupted run has written is known by all its columns, since the table has none for its origin.
 */
final class SiloWriter {
  /** What tells rows apart; the index of the table is on the first two. */
  private static final List<Column> IDENTITY =
      List.of(
          Column.USERNAME,
          Column.DOMAIN,
          Column.RECEIVED_AT,
          Column.EXPIRES_AT,
          Column.SOURCE,
          Column.DESTINATION,
          Column.CALL_ID,
          Column.BODY);

  private final ForeignDatabase database;
  private final List<Column> columns;
  private final List<Column> identity;
  private final String insert;
  private final String find;
  private final long lastBefore;

  SiloWriter(ForeignDatabase database, SiloShape shape) throws TransferException {
    this.database = database;
    this.columns = shape.columns().stream().filter(column -> column != Column.ID).toList();
    this.identity = IDENTITY.stream().filter(shape::has).toList();
    this.insert =
        "insert into %s (%s) values (%s)"
            .formatted(
                shape.table(),
                columns.stream().map(shape::nameOf).collect(Collectors.joining(", ")),
                columns.stream().map(column -> "?").collect(Collectors.joining(", ")));
    String id = shape.nameOf(Column.ID);
    this.find =
        "select 1 from %s where %s and %s <= ?"
            .formatted(
                shape.table(),
                identity.stream()
                    .map(column -> shape.nameOf(column) + " = ?")
                    .collect(Collectors.joining(" and ")),
                id);
    this.lastBefore = last(shape.table(), id);
  }

  private long last(String table, String id) throws TransferException {
    try (Statement statement = database.connection().createStatement();
        ResultSet result = statement.executeQuery("select max(" + id + ") from " + table)) {
      return result.next() ? result.getLong(1) : 0;
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  /** Writes the rows in one transaction; one outcome for each, in order. */
  List<Outcome> write(List<SiloRow> rows) throws TransferException {
    List<Outcome> outcomes = new ArrayList<>(rows.size());
    try (PreparedStatement known = database.connection().prepareStatement(find);
        PreparedStatement fresh = database.connection().prepareStatement(insert)) {
      for (SiloRow row : rows) {
        boolean there = isThere(known, row);
        outcomes.add(there ? Outcome.THERE_ALREADY : Outcome.TAKEN);
        if (!there) {
          set(fresh, columns, row);
          fresh.addBatch();
        }
      }
      if (outcomes.contains(Outcome.TAKEN)) {
        fresh.executeBatch();
      }
      database.connection().commit();
      return outcomes;
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  private boolean isThere(PreparedStatement known, SiloRow row) throws SQLException {
    set(known, identity, row);
    known.setLong(identity.size() + 1, lastBefore);
    try (ResultSet result = known.executeQuery()) {
      return result.next();
    }
  }

  private void set(PreparedStatement statement, List<Column> which, SiloRow row)
      throws SQLException {
    for (int i = 0; i < which.size(); i++) {
      set(statement, i + 1, which.get(i), row);
    }
  }

  private void set(PreparedStatement statement, int place, Column column, SiloRow row)
      throws SQLException {
    switch (column) {
      case ID -> throw new IllegalArgumentException("the table gives the ids");
      case SOURCE -> statement.setString(place, row.source());
      case DESTINATION -> statement.setString(place, row.destination());
      case USERNAME -> statement.setString(place, row.username());
      case DOMAIN -> statement.setString(place, row.domain());
      case REQUEST_URI -> statement.setString(place, row.requestUri());
      case RECEIVED_AT -> statement.setLong(place, row.receivedAt());
      case EXPIRES_AT -> statement.setLong(place, row.expiresAt());
      case REMIND_AT -> statement.setLong(place, row.remindAt());
      case CONTENT_TYPE -> statement.setString(place, row.contentType());
      case BODY -> statement.setBytes(place, row.body());
      case EXTRA_HEADERS -> setExtraHeaders(statement, place, row.extraHeaders());
      case CALL_ID -> statement.setString(place, row.callId());
    }
  }

  private void setExtraHeaders(PreparedStatement statement, int place, String text)
      throws SQLException {
    if (database.isPostgresql()) {
      statement.setString(place, ByteaText.encode(text));
    } else if (database.isSqlite()) {
      // As Kamailio binds it.
      statement.setBytes(place, text.getBytes(UTF_8));
    } else {
      statement.setString(place, text);
    }
  }
}
