package org.msilo.bench.database;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.msilo.store.jpa.DatabaseSettings;

/** The tables of Kamailio's msilo (version 8) in PostgreSQL. Its bindings are in its memory. */
public final class KamailioTables implements Tables {
  private static final String SILO_VERSION = "8";

  private final Sql sql;

  private KamailioTables(DatabaseSettings settings) {
    this.sql = new Sql(settings);
  }

  /** Makes the tables. */
  public static KamailioTables in(DatabaseSettings settings) {
    KamailioTables tables = new KamailioTables(settings);
    List<String> statements = new ArrayList<>();
    statements.add(
        "create table version (id serial primary key not null,"
            + " table_name varchar(32) not null, table_version integer default 0 not null)");
    statements.add(
        "insert into version (table_name, table_version) values ('silo', " + SILO_VERSION + ")");
    statements.add(
        """
        create table silo (
          id serial primary key not null,
          src_addr varchar(255) default '' not null,
          dst_addr varchar(255) default '' not null,
          username varchar(64) default '' not null,
          domain varchar(64) default '' not null,
          inc_time integer default 0 not null,
          exp_time integer default 0 not null,
          snd_time integer default 0 not null,
          ctype varchar(32) default 'text/plain' not null,
          body bytea,
          extra_hdrs text,
          callid varchar(128) default '' not null,
          status integer default 0 not null)
        """);
    statements.add("create index silo_account_idx on silo (username, domain)");
    tables.sql.run(statements);
    return tables;
  }

  @Override
  public long rows() {
    return Long.parseLong(sql.column("select count(*) from silo").get(0));
  }

  /**
   * Kamailio leaves the column for the call id empty; but each message is for a user of its own.
   */
  @Override
  public BitSet stored(String mark) {
    return sql.numbers("silo", "username", mark + "u");
  }

  @Override
  public void empty() {
    sql.run(List.of("truncate table silo"));
  }

  @Override
  public void fill(Backlog backlog) {
    String user =
        "'%s' || lpad(cast(mod(x, %d) as varchar), 8, '0')"
            .formatted(backlog.prefix(), backlog.mailboxes());
    String body =
        "rpad('', %d, 'x') || lpad(cast(x as varchar), 8, '0')".formatted(backlog.bodyBytes() - 8);
    sql.run(
        List.of(
            """
            insert into silo (src_addr, dst_addr, username, domain, inc_time, exp_time, body,
              extra_hdrs, callid)
            select 'sip:alice@127.0.0.1', 'sip:' || u || '@127.0.0.1', u, '127.0.0.1', now,
              now + 86400, convert_to(%s, 'UTF8'), '', 'backlog-' || x
            from (select x, %s as u, cast(extract(epoch from current_timestamp) as integer) as now
              from generate_series(0, %d) as g(x)) as messages order by x
            """
                .formatted(body, user, backlog.messages() - 1),
            "vacuum analyze silo",
            "checkpoint"));
  }
}
