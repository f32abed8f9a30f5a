package org.msilo.bench.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.msilo.store.jpa.DatabaseSettings;

/** Runs statements in a database, each in a connection of its own. Thread-safe. */
record Sql(DatabaseSettings settings) {

  boolean isPostgres() {
    return settings.url().startsWith("jdbc:postgresql:");
  }

  /** Runs statements one after the other, each its own transaction. */
  void run(List<String> statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of the rows that a query finds. */
  List<String> column(String query) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The numbers after what some values of a column begin with. */
  BitSet numbers(String table, String column, String beginning) {
    BitSet numbers = new BitSet();
    column(
            "select substring(%s from %d for 8) from %s where %s like '%s%%'"
                .formatted(column, beginning.length() + 1, table, column, beginning))
        .forEach(number -> numbers.set(Integer.parseInt(number)));
    return numbers;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }
}
