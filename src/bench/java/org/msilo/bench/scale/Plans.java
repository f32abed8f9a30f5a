package org.msilo.bench.scale;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.msilo.store.jpa.DatabaseSettings;

/**
 * How PostgreSQL does each statement on the messages, on a table that is filled; nothing is
 * changed.
 */
record Plans(DatabaseSettings settings) {
  private static final String TWO = "mailbox in ('u7@example.org', 'u70007@example.org')";

  /** As Hibernate sends them, with values for the parameters. */
  private static Map<String, String> statements() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(
        "is it stored already",
        "select origin_key from silo where "
            + TWO
            + " and origin_key in (decode(md5('75'), 'hex'), decode(md5('1'), 'hex'))");
    all.put(
        "which have mail",
        "select distinct mailbox from silo where " + TWO + " and state = 0 and expires_at > now()");
    all.put(
        "first of a mailbox",
        "select id from silo where mailbox = 'u7@example.org' and state = 0 and expires_at > now()"
            + " order by mailbox, state, id fetch first 1 rows only");
    all.put("read messages", "select * from silo where " + TWO + " and id in (70, 700070)");
    all.put("remove messages", "delete from silo where " + TWO + " and id in (70, 700070)");
    all.put(
        "refuse a message",
        "update silo set state = 1 where mailbox = 'u7@example.org' and id = 71");
    all.put(
        "sweep: what has expired (all mailboxes)",
        "select mailbox, id from silo where expires_at <= now() order by expires_at"
            + " fetch first 100 rows only");
    return all;
  }

  List<String> explain() {
    List<String> lines = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (Map.Entry<String, String> asked : statements().entrySet()) {
        lines.add("-- " + asked.getKey() + ": " + asked.getValue());
        try (ResultSet plan =
            statement.executeQuery("explain (analyze, buffers, costs off) " + asked.getValue())) {
          while (plan.next()) {
            lines.add("   " + plan.getString(1));
          }
        }
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return lines;
  }
}
