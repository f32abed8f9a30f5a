package org.msilo.bench.database;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.msilo.location.jpa.JpaBindingStore;
import org.msilo.store.jpa.Database;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.store.jpa.JpaMessageStore;

/** The tables of msilo in H2 or PostgreSQL. */
public final class OwnTables implements Tables {
  /** Rows of one transaction in H2, which keeps a transaction in memory. */
  private static final int H2_BATCH = 100_000;

  /** From so many rows on, PostgreSQL is faster with the indexes made afterwards. */
  private static final int MANY = 100_000;

  private final Sql sql;
  private final String table;

  private OwnTables(DatabaseSettings settings) {
    this.sql = new Sql(settings);
    this.table = settings.table();
  }

  /** Makes the tables where there are none yet. */
  public static OwnTables in(DatabaseSettings settings) {
    List<Class<?>> entities =
        Stream.of(JpaMessageStore.entities(), JpaBindingStore.entities())
            .flatMap(List::stream)
            .toList();
    Database.open(settings, entities).close();
    return new OwnTables(settings);
  }

  @Override
  public long rows() {
    return Long.parseLong(sql.column("select count(*) from " + table).get(0));
  }

  @Override
  public BitSet stored(String mark) {
    return sql.numbers(table, "call_id", mark + "-");
  }

  @Override
  public void empty() {
    sql.run(
        Stream.of("", "_aor", "_binding", "_round", "_device", "_delivery")
            .map(suffix -> "truncate table " + table + suffix)
            .toList());
  }

  @Override
  public void fill(Backlog backlog) {
    if (sql.isPostgres()) {
      sql.run(postgres(backlog));
    } else {
      sql.run(h2(backlog));
    }
  }

  private List<String> postgres(Backlog backlog) {
    List<String> statements = new ArrayList<>();
    List<String> later = new ArrayList<>();
    if (backlog.messages() >= MANY) {
      String indexes = "from pg_indexes where tablename = '%s' and indexname like '%s_by_%%'";
      String[] names = {table, table};
      sql.column("select indexname " + indexes.formatted((Object[]) names))
          .forEach(index -> statements.add("drop index " + index));
      later.addAll(sql.column("select indexdef " + indexes.formatted((Object[]) names)));
    }
    statements.add(
        insert(
            backlog,
            "decode(md5('backlog-' || x), 'hex')",
            "convert_to(%s, 'UTF8')",
            "generate_series(0, %d) as g(x)".formatted(backlog.messages() - 1)));
    statements.addAll(later);
    statements.add("vacuum analyze " + table);
    statements.add("checkpoint");
    return statements;
  }

  private List<String> h2(Backlog backlog) {
    List<String> statements = new ArrayList<>();
    for (int from = 0; from < backlog.messages(); from += H2_BATCH) {
      int to = Math.min(backlog.messages(), from + H2_BATCH) - 1;
      statements.add(
          insert(
              backlog,
              "substring(hash('SHA-256', 'backlog-' || x) from 1 for 16)",
              "stringtoutf8(%s)",
              "system_range(%d, %d)".formatted(from, to)));
    }
    statements.add("checkpoint sync");
    return statements;
  }

  private String insert(Backlog backlog, String originKey, String bytes, String range) {
    String user = "'%s' || %s".formatted(backlog.prefix(), digits("mod(x, %d)", backlog));
    String body =
        "rpad('', %d, 'x') || %s".formatted(backlog.bodyBytes() - 8, digits("x", backlog));
    return """
        insert into %s (id, mailbox, state, request_uri, from_address, to_address, call_id, cseq,
          from_tag, origin_key, content_type, headers, body, received_at, expires_at)
        select x + 1, u || '@127.0.0.1', 0, 'sip:' || u || '@127.0.0.1', '<sip:alice@127.0.0.1>',
          '<sip:' || u || '@127.0.0.1>', 'backlog-' || x, 1, 'tag', %s, 'text/plain', '', %s,
          current_timestamp, current_timestamp + interval '1' day
        from (select x, %s as u from %s) as messages order by x
        """
        .formatted(table, originKey, bytes.formatted(body), user, range);
  }

  private static String digits(String number, Backlog backlog) {
    return "lpad(cast(%s as varchar), 8, '0')".formatted(number.formatted(backlog.mailboxes()));
  }
}
