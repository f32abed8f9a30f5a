package org.msilo.auth.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.msilo.auth.Subscriber;
import org.msilo.auth.SubscriberSource;
import org.msilo.message.AddressOfRecord;
import org.msilo.store.GroupCommit;
import org.msilo.store.MessageStoreException;
import org.msilo.store.jpa.DatabaseUnavailableException;
import org.msilo.store.jpa.ForeignTables;

/**
 * The subscribers in a table of another server, by a query of the operator's: two parameters, name
 * and domain; columns {@code ha1} (MD5), {@code ha1_sha256}, or both. Look-ups are gathered into
 * one transaction, and nothing is kept between them. Thread-safe.
 */
public final class SubscriberQuery implements SubscriberSource, AutoCloseable {
  private static final String MD5 = "ha1";
  private static final String SHA_256 = "ha1_sha256";
  private static final Set<String> COLUMNS = Set.of(MD5, SHA_256);
  private static final int QUEUE = 20_000;
  private static final int GROUP = 128;

  private final ForeignTables tables;
  private final String sql;
  private final Set<String> columns;
  private final GroupCommit<AddressOfRecord, Optional<Subscriber>> lookUps;

  /**
   * Tries the query once.
   *
   * @param tables closed with this
   * @param loops runs the gathering; one thread
   * @param replies where futures are completed
   * @throws DatabaseUnavailableException with a text for the operator, if the query cannot be used
   */
  public SubscriberQuery(ForeignTables tables, String sql, Executor loops, Executor replies) {
    this.tables = tables;
    this.sql = sql;
    this.columns = tried(tables, sql);
    this.lookUps =
        new GroupCommit<>("subscriber queries", this::lookUp, QUEUE, GROUP, loops, replies);
  }

  @Override
  public CompletableFuture<Optional<Subscriber>> find(AddressOfRecord aor) {
    return lookUps.submit(aor);
  }

  /** Whether all work given to it has been done and answered. */
  public boolean isIdle() {
    return lookUps.isIdle();
  }

  @Override
  public void close() {
    lookUps.close();
    tables.close();
  }

  private static Set<String> tried(ForeignTables tables, String sql) {
    try {
      Set<String> columns = tables.read(connection -> columns(connection, sql));
      if (columns.isEmpty() || !COLUMNS.containsAll(columns)) {
        throw new DatabaseUnavailableException(
            "auth_query gives the columns %s: it must give ha1, ha1_sha256 or both (... as ha1)"
                .formatted(columns),
            null);
      }
      return columns;
    } catch (MessageStoreException e) {
      tables.close();
      throw new DatabaseUnavailableException(
          "auth_query cannot be used: " + e.getMessage() + " (correct it, or auth_db_url)", e);
    } catch (DatabaseUnavailableException e) {
      tables.close();
      throw e;
    }
  }

  private static Set<String> columns(Connection connection, String sql) throws SQLException {
    Set<String> columns = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = asked(statement, new AddressOfRecord("nobody", "invalid"))) {
      ResultSetMetaData about = rows.getMetaData();
      for (int i = 1; i <= about.getColumnCount(); i++) {
        columns.add(about.getColumnLabel(i).toLowerCase(Locale.ROOT));
      }
    }
    return columns;
  }

  private static ResultSet asked(PreparedStatement statement, AddressOfRecord aor)
      throws SQLException {
    statement.setString(1, aor.user());
    statement.setString(2, aor.host());
    return statement.executeQuery();
  }

  private List<Optional<Subscriber>> lookUp(List<AddressOfRecord> aors) {
    Map<AddressOfRecord, Optional<Subscriber>> found = new HashMap<>();
    tables.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (AddressOfRecord aor : Set.copyOf(aors)) {
              found.put(aor, one(statement, aor));
            }
          }
          return found;
        });
    return aors.stream().map(found::get).toList();
  }

  /** Two rows for one user are none: nobody can say which is his. */
  private Optional<Subscriber> one(PreparedStatement statement, AddressOfRecord aor)
      throws SQLException {
    try (ResultSet rows = asked(statement, aor)) {
      if (!rows.next()) {
        return Optional.empty();
      }
      Optional<String> md5 = hash(rows, MD5);
      Optional<String> sha256 = hash(rows, SHA_256);
      return rows.next() ? Optional.empty() : subscriber(aor, md5, sha256);
    }
  }

  private Optional<String> hash(ResultSet row, String column) throws SQLException {
    return columns.contains(column)
        ? Optional.ofNullable(row.getString(column)).map(String::strip).filter(it -> !it.isEmpty())
        : Optional.empty();
  }

  /** What is no hash proves nothing. */
  private static Optional<Subscriber> subscriber(
      AddressOfRecord aor, Optional<String> md5, Optional<String> sha256) {
    try {
      return Optional.of(new Subscriber(aor, md5, sha256));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
