package org.msilo.bench.scale;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.msilo.store.jpa.DatabaseSettings;

/**
 * Rows made by the database itself, some hundred thousand mailboxes with ten messages each. Ids are
 * small, so that whatever is stored later comes behind them.
 *
 * @param settings where; its tables are there
 */
record Prefill(DatabaseSettings settings) {
  private static final String COLUMNS =
      "insert into silo (id, mailbox, state, request_uri, from_address, to_address, call_id, cseq,"
          + " from_tag, origin_key, content_type, headers, body, received_at, expires_at) ";

  private static final String POSTGRESQL =
      "select x, 'u' || x / 10 || '@example.org', 0, 'sip:u@example.org', '<sip:a@example.org>',"
          + " '<sip:u@example.org>', 'prefill-' || x, 1, 'tag', decode(md5(x::text), 'hex'),"
          + " 'text/plain', '', convert_to(repeat('x', 60), 'UTF8'), now(),"
          + " now() + interval '%d hour' from generate_series(%d, %d) x";

  private static final String H2 =
      "select x, 'u' || (x / 10) || '@example.org', 0, 'sip:u@example.org', '<sip:a@example.org>',"
          + " '<sip:u@example.org>', 'prefill-' || x, 1, 'tag',"
          + " substring(hash('SHA-256', 'x' || x) from 1 for 16), 'text/plain', '',"
          + " stringtoutf8(repeat('x', 60)), current_timestamp,"
          + " dateadd(hour, %d, current_timestamp) from system_range(%d, %d)";

  /**
   * @param hours until they expire; less than 0 for expired ones
   * @param first id of the first row
   */
  void insert(int hours, long first, long count) {
    for (long at = first; at < first + count; at += 100_000) {
      long last = Math.min(at + 100_000, first + count) - 1;
      execute(COLUMNS + (isPostgres() ? POSTGRESQL : H2).formatted(hours, at, last));
    }
  }

  /** As the database would do by itself, sooner or later. */
  void analyze() {
    execute(isPostgres() ? "vacuum analyze silo" : "analyze");
  }

  boolean isPostgres() {
    return settings.url().startsWith("jdbc:postgresql:");
  }

  private void execute(String sql) {
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
