package org.msilo.testing.fault;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * A pool of real connections whose statements and commits meet the {@link JdbcFault} of the moment.
 * Safe for all threads.
 */
public final class FaultyDataSource implements DataSource, AutoCloseable {
  private final JdbcConnectionPool pool;
  private final AtomicReference<JdbcFault> fault = new AtomicReference<>(JdbcFault.NONE);

  private FaultyDataSource(JdbcConnectionPool pool) {
    this.pool = pool;
  }

  /** The database that a server without db_url keeps in this home. */
  public static FaultyDataSource inHome(Path home) {
    String url =
        "jdbc:h2:file:" + home + "/silo;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;PAGE_SIZE=4096";
    JdbcConnectionPool pool = JdbcConnectionPool.create(url, "sa", "");
    pool.setMaxConnections(8);
    return new FaultyDataSource(pool);
  }

  /** From now on this happens. */
  public void inject(JdbcFault what) {
    fault.set(what);
  }

  /** From now on all is well again. */
  public void mend() {
    fault.set(JdbcFault.NONE);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection real = pool.getConnection();
    return proxy(Connection.class, new Transaction(real));
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public void close() {
    pool.dispose();
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            FaultyDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** A connection and what was executed on it since its last commit; used by one thread. */
  private final class Transaction implements InvocationHandler {
    private final Connection real;
    private final List<String> statements = new ArrayList<>();

    Transaction(Connection real) {
      this.real = real;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      switch (method.getName()) {
        case "prepareStatement" -> {
          PreparedStatement made = (PreparedStatement) call(real, method, arguments);
          return proxy(PreparedStatement.class, executing(made, (String) arguments[0]));
        }
        case "createStatement" -> {
          return proxy(Statement.class, executing(call(real, method, arguments), ""));
        }
        case "commit" -> {
          commit();
          return null;
        }
        case "rollback", "close" -> {
          statements.clear();
          return call(real, method, arguments);
        }
        default -> {
          return call(real, method, arguments);
        }
      }
    }

    private void commit() throws SQLException {
      List<String> committed = List.copyOf(statements);
      statements.clear();
      fault.get().beforeCommit(committed);
      real.commit();
      fault.get().afterCommit(committed);
    }

    private InvocationHandler executing(Object statement, String prepared) {
      return (proxy, method, arguments) -> {
        if (method.getName().startsWith("execute")) {
          String sql = arguments == null ? prepared : (String) arguments[0];
          fault.get().atStatement(sql);
          statements.add(sql);
        }
        Object result = call(statement, method, arguments);
        return result instanceof ResultSet rows ? proxy(ResultSet.class, counting(rows)) : result;
      };
    }
  }

  private InvocationHandler counting(ResultSet rows) {
    return (proxy, method, arguments) -> {
      Object result = call(rows, method, arguments);
      if (method.getName().equals("next") && Boolean.TRUE.equals(result)) {
        fault.get().atRow();
      }
      return result;
    };
  }

  @Override
  public PrintWriter getLogWriter() {
    return pool.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    pool.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) {
    pool.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() {
    return pool.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("not a wrapper of " + type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
