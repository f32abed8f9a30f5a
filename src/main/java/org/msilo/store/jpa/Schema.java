package org.msilo.store.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the tables up to date, or leaves them as they were. Used by one thread. */
final class Schema {
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  private final DataSource pool;
  private final DatabaseProduct product;
  private final String table;
  private final MigrationScripts scripts;

  /**
   * @param folder where the scripts are on the class path: migration/PRODUCT and undo/PRODUCT
   */
  Schema(DataSource pool, DatabaseProduct product, String table, String folder) {
    this.pool = pool;
    this.product = product;
    this.table = table;
    this.scripts = new MigrationScripts(folder, product.folder(), table);
  }

  /**
   * @throws DatabaseUnavailableException if the tables are not ours or of a newer program, or if a
   *     migration fails; then nothing has changed, or the text says what has
   */
  void bringUpToDate() throws SQLException {
    if (pending(flyway().info()).isEmpty()) {
      return;
    }
    try (Connection connection = pool.getConnection()) {
      // Nodes that start at once take turns; the others then find nothing left to do.
      product.lock(connection, table);
      try {
        MigrationInfoService info = flyway().info();
        List<MigrationInfo> pending = pending(info);
        if (!pending.isEmpty()) {
          refuseTablesOfOthers(connection, pending);
          migrate(info.applied().length, pending);
        }
      } finally {
        product.unlock(connection, table);
      }
    }
  }

  private Flyway flyway() {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(pool)
        .locations("classpath:" + scripts.migrations())
        .placeholders(Map.of("table", table))
        .table(table + "_schema_history")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .group(product.undoesTableChanges())
        .load();
  }

  private List<MigrationInfo> pending(MigrationInfoService info) {
    for (MigrationInfo applied : info.applied()) {
      MigrationState state = applied.getState();
      if (state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED) {
        throw unavailable(
            "the tables are of a newer msilo: version %s is not known here; start that one, or"
                + " choose another db_table",
            applied.getVersion());
      }
      if (state.isFailed()) {
        throw unavailable(
            "the change of the tables to version %s was broken off half-way: restore the backup of"
                + " before",
            applied.getVersion());
      }
    }
    return Arrays.asList(info.pending());
  }

  private void refuseTablesOfOthers(Connection connection, List<MigrationInfo> pending)
      throws SQLException {
    Set<String> created = new TreeSet<>();
    pending.forEach(migration -> created.addAll(scripts.tablesMadeBy(migration.getScript())));
    created.retainAll(product.tables(connection));
    if (!created.isEmpty()) {
      throw unavailable(
          "the table %s is there already, but msilo has not made it, or was killed while it did:"
              + " choose another db_table, or rename or drop that table",
          created.iterator().next());
    }
  }

  private void migrate(int applied, List<MigrationInfo> pending) {
    try {
      flyway().migrate();
    } catch (FlywayException e) {
      String cause = DatabaseFaults.explain(e);
      if (product.undoesTableChanges() || undo(applied, pending)) {
        throw new DatabaseUnavailableException(
            "the tables could not be changed, and are as they were before: " + cause, e);
      }
      throw new DatabaseUnavailableException(
          "the change of the tables was broken off half-way; restore the backup of before: "
              + cause,
          e);
    }
  }

  /** Takes back what was begun, the last first; whether that succeeded. */
  private boolean undo(int applied, List<MigrationInfo> pending) {
    List<String> statements = new ArrayList<>();
    for (int i = pending.size() - 1; i >= 0; i--) {
      statements.addAll(scripts.undoing(pending.get(i).getScript()));
    }
    String history = table + "_schema_history";
    statements.add(
        applied == 0
            ? MigrationScripts.DROP + product.quoted(history)
            : "delete from " + product.quoted(history) + " where installed_rank > " + applied);
    try (Connection connection = pool.getConnection();
        var statement = connection.createStatement()) {
      Set<String> tables = product.tables(connection);
      for (String sql : statements) {
        // Who may not make tables may not drop them either, not even those that are not there.
        if (MigrationScripts.droppedBy(sql).map(tables::contains).orElse(true)) {
          statement.execute(sql);
        }
      }
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
      return true;
    } catch (SQLException e) {
      LOG.error("what a migration had begun could not be taken back", e);
      return false;
    }
  }

  private static DatabaseUnavailableException unavailable(String text, Object named) {
    return new DatabaseUnavailableException(text.formatted(named), null);
  }
}
