package org.msilo.testing;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.msilo.store.jpa.Database;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.testing.fault.JndiNames;

/**
 * A pool of real connections that notes the text of each statement, as it is handed to the driver,
 * and lets other things happen in between. Safe for all threads.
 */
public final class RecordingDataSource implements AutoCloseable {
  private final HikariDataSource pool = new HikariDataSource();
  private final Set<String> statements = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Interruption> interruption = new AtomicReference<>();
  private final String name;

  /** Connections to this database. */
  public RecordingDataSource(DatabaseSettings settings) {
    pool.setJdbcUrl(settings.url());
    pool.setUsername(settings.user());
    pool.setPassword(settings.password());
    name = "java:comp/env/jdbc/recording" + System.identityHashCode(this);
  }

  /** Opens the database on these connections; what making its tables takes is not noted. */
  public Database open() {
    JndiNames.bind(name, proxy(DataSource.class, pool));
    Database database = TestDatabase.open(new DatabaseSettings(name, "", "", "silo"));
    forget();
    return database;
  }

  /** Begins to note anew. */
  public void forget() {
    statements.clear();
  }

  /** What was sent since it was opened, or was last told to forget, each text once. */
  public Set<SentStatement> statements() {
    return statements.stream().map(SentStatement::new).collect(Collectors.toSet());
  }

  /** Does something else once, right before the first statement that begins with this. */
  public void interrupt(String beginning, Runnable doing) {
    interruption.set(new Interruption(beginning, doing));
  }

  @Override
  public void close() {
    JndiNames.unbind(name);
    pool.close();
  }

  private <T> T proxy(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> noted(call(real, method, arguments), arguments)));
  }

  /** What makes a statement of a text prepares it to be sent. */
  private Object noted(Object result, Object[] arguments) {
    if (result instanceof Connection connection) {
      return proxy(Connection.class, connection);
    }
    if (result instanceof Statement && arguments != null && arguments[0] instanceof String sql) {
      statements.add(sql);
      Interruption next = interruption.get();
      if (next != null
          && sql.startsWith(next.beginning)
          && interruption.compareAndSet(next, null)) {
        next.doing.run();
      }
    }
    return result;
  }

  private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private record Interruption(String beginning, Runnable doing) {}
}
