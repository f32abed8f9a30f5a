package org.msilo.transfer;

import java.sql.SQLException;
import java.sql.Statement;

/** Makes a silo table of the shape that Kamailio calls version 8, where there is none. */
final class SiloTable {
  private SiloTable() {}

  /** The shape of a table that is there; fails when it is not, or of another shape. */
  static SiloShape find(ForeignDatabase database, String table) throws TransferException {
    return SiloShape.of(database, table)
        .orElseThrow(
            () ->
                TransferException.cannotRun(
                    "there is no table %s in %s: name another with --table=NAME"
                        .formatted(table, database),
                    null));
  }

  /** The shape of a table to write to, which is made if need be. */
  static SiloShape findOrMake(ForeignDatabase database, String table) throws TransferException {
    SiloShape shape = SiloShape.of(database, table).orElse(null);
    if (shape == null) {
      make(database, table);
      shape = find(database, table);
    }
    if (!shape.hasMailbox()) {
      throw TransferException.cannotRun(
          "the table %s of %s has no columns username and domain: that of SER 2003 cannot be"
                  .formatted(table, database)
              + " written to, name another with --table=NAME",
          null);
    }
    return shape;
  }

  private static void make(ForeignDatabase database, String table) throws TransferException {
    String id;
    String bytes = "blob";
    if (database.isPostgresql()) {
      id = "serial primary key";
      bytes = "bytea";
    } else if (database.isSqlite()) {
      id = "integer primary key not null";
    } else {
      id = "int unsigned not null auto_increment primary key";
    }
    String index = table.substring(table.indexOf('.') + 1) + "_account_idx";
    try (Statement statement = database.connection().createStatement()) {
      // A statement that found no table has ended PostgreSQL's transaction.
      database.connection().rollback();
      statement.execute(
          """
          create table %s (
            id %s,
            src_addr varchar(255) not null default '',
            dst_addr varchar(255) not null default '',
            username varchar(64) not null default '',
            domain varchar(64) not null default '',
            inc_time integer not null default 0,
            exp_time integer not null default 0,
            snd_time integer not null default 0,
            ctype varchar(32) not null default 'text/plain',
            body %s,
            extra_hdrs text,
            callid varchar(128) not null default '',
            status integer not null default 0
          )"""
              .formatted(table, id, bytes));
      statement.execute("create index %s on %s (username, domain)".formatted(index, table));
      database.connection().commit();
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }
}
