package org.msilo.transfer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A silo table in a file of SQLite, in the shape of one of the servers and years. */
final class ForeignSilo {
  static final long NOW = Instant.now().getEpochSecond();
  static final long TOMORROW = NOW + 86_400;

  private static final String ADDRESSES =
      "src_addr varchar(255) not null default '', dst_addr varchar(255) not null default '', ";
  private static final String TIMES =
      "inc_time integer not null default 0, exp_time integer not null default 0, ";
  private static final String MAILBOX =
      "username varchar(64) not null default '', domain varchar(128) not null default '', ";
  private static final String REMINDER = "snd_time integer not null default 0, ";
  private static final String CONTENT =
      "ctype varchar(32) not null default 'text/plain', body blob not null";

  /** The shapes, by the commits of their makers. */
  enum Shape {
    SER_2003("mid integer primary key, " + ADDRESSES + "r_uri varchar(255), " + TIMES + CONTENT),
    SER_2004(
        "mid integer primary key, "
            + ADDRESSES
            + "r_uri varchar(255) default '', "
            + MAILBOX
            + TIMES
            + CONTENT),
    SER_2(
        "mid integer primary key, from_hdr varchar(255), to_hdr varchar(255), ruri varchar(255), "
            + "uid varchar(64), inc_time datetime, exp_time datetime, ctype varchar(128), body blob"),
    KAMAILIO_5("id integer primary key, " + ADDRESSES + MAILBOX + TIMES + REMINDER + CONTENT),
    KAMAILIO_7(
        "id integer primary key, "
            + ADDRESSES
            + MAILBOX
            + TIMES
            + REMINDER
            + "ctype varchar(32) default 'text/plain', body blob, extra_hdrs text"),
    KAMAILIO_8(
        "id integer primary key, "
            + ADDRESSES
            + MAILBOX
            + TIMES
            + REMINDER
            + "ctype varchar(32) default 'text/plain', body blob, extra_hdrs text,"
            + " callid varchar(128) default '' not null, status integer default 0 not null"),
    OPENSIPS(
        "id integer primary key autoincrement, "
            + "src_addr char(255), dst_addr char(255), username char(64), domain char(64), "
            + TIMES
            + REMINDER
            + "ctype char(255) default null, body blob default null");

    private final String columns;

    Shape(String columns) {
      this.columns = columns;
    }
  }

  private final Path file;
  private final String table;

  private ForeignSilo(Path file, String table) {
    this.file = file;
    this.table = table;
  }

  static ForeignSilo create(Path file, Shape shape) throws SQLException {
    ForeignSilo silo = new ForeignSilo(file, "silo");
    silo.execute("create table silo (" + shape.columns + ")");
    return silo;
  }

  /** The table in a file that is there. */
  static ForeignSilo in(Path file) {
    return new ForeignSilo(file, "silo");
  }

  String url() {
    return "jdbc:sqlite:" + file;
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Adds a row of these columns. */
  void add(Map<String, Object> values) throws SQLException {
    String names = String.join(", ", values.keySet());
    String marks = "?, ".repeat(values.size() - 1) + "?";
    try (Connection connection = connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into " + table + " (" + names + ") values (" + marks + ")")) {
      int place = 1;
      for (Object value : values.values()) {
        insert.setObject(place++, value);
      }
      insert.execute();
    }
  }

  /** Adds many rows of Kamailio's, from alice to bob, whose bodies are their numbers. */
  void addMany(int rows) throws SQLException {
    execute(
        "insert into silo (src_addr, dst_addr, username, domain, inc_time, exp_time, ctype, body)"
            + " with recursive n(i) as (select 1 union all select i + 1 from n where i < "
            + rows
            + ") select 'sip:alice@127.0.0.1', 'sip:bob@127.0.0.1', 'bob', '127.0.0.1', "
            + (NOW - 60)
            + ", "
            + TOMORROW
            + ", 'text/plain', cast(i as text) from n");
  }

  /** All rows in order, by column. */
  List<Map<String, Object>> rows() throws SQLException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select * from " + table + " order by 1")) {
      while (result.next()) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.put(result.getMetaData().getColumnName(i), result.getObject(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url());
  }
}
