package org.msilo.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads a silo table page by page, in the order of receipt; for one thread. */
final class SiloReader {
  private final ForeignDatabase database;
  private final SiloShape shape;
  private final String page;

  SiloReader(ForeignDatabase database, SiloShape shape) {
    this.database = database;
    this.shape = shape;
    String id = shape.nameOf(Column.ID);
    this.page =
        "select %s from %s where %s > ? order by %s limit ?"
            .formatted(
                shape.columns().stream().map(shape::nameOf).collect(Collectors.joining(", ")),
                shape.table(),
                id,
                id);
  }

  /** How many rows there are. */
  long count() throws TransferException {
    try (Statement statement = database.connection().createStatement();
        ResultSet result = statement.executeQuery("select count(*) from " + shape.table())) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  /** The next rows behind an id; each page is a short transaction, so nobody waits for it. */
  List<SiloRow> rowsAfter(long id, int limit) throws TransferException {
    try (PreparedStatement statement = database.connection().prepareStatement(page)) {
      statement.setLong(1, id);
      statement.setInt(2, limit);
      List<SiloRow> rows = new ArrayList<>(limit);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(row(result));
        }
      }
      database.connection().rollback();
      return rows;
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  private SiloRow row(ResultSet result) throws SQLException {
    return new SiloRow(
        number(result, Column.ID),
        text(result, Column.SOURCE),
        text(result, Column.DESTINATION),
        text(result, Column.USERNAME),
        text(result, Column.DOMAIN),
        text(result, Column.REQUEST_URI),
        number(result, Column.RECEIVED_AT),
        number(result, Column.EXPIRES_AT),
        number(result, Column.REMIND_AT),
        text(result, Column.CONTENT_TYPE),
        bytes(result, Column.BODY),
        extraHeaders(result),
        text(result, Column.CALL_ID));
  }

  private long number(ResultSet result, Column column) throws SQLException {
    return shape.has(column) ? result.getLong(shape.nameOf(column)) : 0;
  }

  /** Without the blanks that fill a CHAR column. */
  private String text(ResultSet result, Column column) throws SQLException {
    String text = shape.has(column) ? result.getString(shape.nameOf(column)) : null;
    return text == null ? "" : text.strip();
  }

  private byte[] bytes(ResultSet result, Column column) throws SQLException {
    byte[] bytes = shape.has(column) ? result.getBytes(shape.nameOf(column)) : null;
    return bytes == null ? new byte[0] : bytes;
  }

  private String extraHeaders(ResultSet result) throws SQLException {
    if (database.isPostgresql()) {
      return ByteaText.decode(text(result, Column.EXTRA_HEADERS));
    }
    return new String(bytes(result, Column.EXTRA_HEADERS), UTF_8);
  }
}
