package org.msilo.store.jpa;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.msilo.store.MessageStoreException;

/**
 * A database whose tables belong to another program: it is read, and nothing is made or changed in
 * it. Thread-safe.
 */
public final class ForeignTables implements AutoCloseable {
  private static final int CONNECTIONS = 2;
  private static final long CONNECTION_TIMEOUT_MILLIS = 5_000;

  private final DataSource pool;

  /** What is done with a connection. */
  @FunctionalInterface
  public interface Reading<T> {
    T from(Connection connection) throws SQLException;
  }

  private ForeignTables(DataSource pool) {
    this.pool = pool;
  }

  /**
   * Connects.
   *
   * @param url JDBC URL, or a JNDI name that begins with {@code java:}
   * @throws DatabaseUnavailableException with a text for the operator
   */
  public static ForeignTables open(String url, String user, String password) {
    try {
      return new ForeignTables(
          url.startsWith("java:")
              ? (DataSource) new InitialContext().lookup(url)
              : pool(DatabaseUrl.of(url), user, password));
    } catch (NamingException | RuntimeException e) {
      throw new DatabaseUnavailableException("auth_db_url: " + DatabaseFaults.explain(e), e);
    }
  }

  private static DataSource pool(DatabaseUrl url, String user, String password) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("msilo-subscribers");
    config.setDriverClassName(url.driver());
    config.setJdbcUrl(url.text());
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    config.setExceptionOverride(H2Reopening.eviction());
    return new HikariDataSource(config);
  }

  /**
   * Reads in one transaction, which is rolled back; waits for the database.
   *
   * @throws MessageStoreException when that fails
   */
  public <T> T read(Reading<T> reading) {
    try (Connection connection = pool.getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      try {
        return reading.from(connection);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
        connection.setReadOnly(false);
      }
    } catch (SQLException e) {
      throw new MessageStoreException("the database failed: " + firstLine(e), e);
    }
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }

  @Override
  public void close() {
    if (pool instanceof HikariDataSource ours) {
      ours.close();
    }
  }
}
