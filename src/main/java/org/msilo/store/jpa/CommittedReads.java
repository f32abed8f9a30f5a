package org.msilo.store.jpa;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * The connections of a container's pool with READ COMMITTED, whatever the pool's own isolation is.
 * A claim reads the mailbox after it has waited for the claim of another node: under MariaDB's own
 * default, REPEATABLE READ, it would see what that node has delivered since. Thread-safe if the
 * pool is.
 */
final class CommittedReads implements DataSource {
  private final DataSource pool;

  private CommittedReads(DataSource pool) {
    this.pool = pool;
  }

  /** The pool itself, if its connections need nothing. Waits for a connection. */
  static DataSource of(DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      boolean asNeeded =
          connection.getTransactionIsolation() == Connection.TRANSACTION_READ_COMMITTED;
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      return asNeeded ? pool : new CommittedReads(pool);
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    return committed(pool.getConnection());
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return committed(pool.getConnection(user, password));
  }

  private static Connection committed(Connection connection) throws SQLException {
    try {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return pool.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    pool.setLogWriter(out);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return pool.getLoginTimeout();
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    pool.setLoginTimeout(seconds);
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return pool.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(this) ? type.cast(this) : pool.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || pool.isWrapperFor(type);
  }
}
