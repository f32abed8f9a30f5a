package org.msilo.model;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.naming.Context;
import javax.naming.spi.InitialContextFactory;
import javax.sql.DataSource;
import org.msilo.location.jpa.JpaBindingStore;
import org.msilo.store.jpa.Database;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.store.jpa.JpaMessageStore;
import org.msilo.store.jpa.Transactions;

/**
 * A real database that can be made to fail, or to wait, below all that msilo does with it. Its
 * faults are set by one thread while the others are at rest.
 */
final class FaultyDatabase implements AutoCloseable {
  private static final String INITIAL_CONTEXT = "java.naming.factory.initial";
  private static final AtomicReference<DataSource> NAMED = new AtomicReference<>();
  private static final CountDownLatch OPEN = new CountDownLatch(0);

  /** What happens to a transaction. */
  enum Fault {
    NONE,
    /** There is no connection to be had. */
    NO_CONNECTION,
    /** It is rolled back at its commit. */
    ROLLED_BACK,
    /** It is committed, but whoever did it gets a failure: how it ended is not known. */
    UNKNOWN_OUTCOME
  }

  private final HikariDataSource pool = new HikariDataSource();
  private final Database database;
  private final AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);
  private final AtomicReference<Fault> always = new AtomicReference<>(Fault.NONE);
  private final AtomicInteger faults = new AtomicInteger();
  private final AtomicInteger commits = new AtomicInteger();
  private final AtomicReference<Hold> hold = new AtomicReference<>(new Hold(OPEN, OPEN));

  FaultyDatabase() {
    pool.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID());
    pool.setUsername("sa");
    pool.setPassword("");
    NAMED.set(proxy(DataSource.class, pool, "getConnection", this::connect));
    String before = System.getProperty(INITIAL_CONTEXT);
    System.setProperty(INITIAL_CONTEXT, Names.class.getName());
    try {
      database =
          Database.open(
              new DatabaseSettings("java:comp/env/jdbc/silo", "", "", "silo"),
              Stream.of(JpaMessageStore.entities(), JpaBindingStore.entities())
                  .flatMap(List::stream)
                  .toList());
    } finally {
      if (before == null) {
        System.clearProperty(INITIAL_CONTEXT);
      } else {
        System.setProperty(INITIAL_CONTEXT, before);
      }
    }
  }

  Transactions transactions() {
    return database.transactions();
  }

  /** From now on this happens to every transaction. */
  void always(Fault fault) {
    always.set(fault);
  }

  /** This happens to the next transaction. */
  void next(Fault fault) {
    next.set(fault);
  }

  void mend() {
    always(Fault.NONE);
    next(Fault.NONE);
  }

  boolean isWell() {
    return always.get() == Fault.NONE && next.get() == Fault.NONE;
  }

  /** How many transactions have met a fault. */
  int faults() {
    return faults.get();
  }

  /** How many transactions have been committed. */
  int commits() {
    return commits.get();
  }

  /** The next transaction waits at its beginning. */
  void hold() {
    hold.set(new Hold(new CountDownLatch(1), new CountDownLatch(1)));
  }

  void awaitHeld() {
    await(hold.get().arrived);
  }

  void goOn() {
    hold.get().released.countDown();
  }

  /** All messages there are, in order. */
  List<Row> rows() {
    try (Connection connection = pool.getConnection();
        var statement = connection.createStatement();
        ResultSet found = statement.executeQuery("select * from silo order by id")) {
      List<Row> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(Row.of(found));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read the messages", e);
    }
  }

  void clear() {
    mend();
    try (Connection connection = pool.getConnection();
        var statement = connection.createStatement()) {
      for (String table : List.of("silo", "silo_binding", "silo_aor", "silo_round")) {
        statement.execute("delete from " + table);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot clear the database", e);
    }
  }

  @Override
  public void close() {
    database.close();
    pool.close();
  }

  private Object connect() throws SQLException {
    Hold atHold = hold.get();
    atHold.arrived.countDown();
    await(atHold.released);
    Fault once = next.getAndSet(Fault.NONE);
    Fault fault = once == Fault.NONE ? always.get() : once;
    if (fault != Fault.NONE) {
      faults.incrementAndGet();
    }
    if (fault == Fault.NO_CONNECTION) {
      throw failure();
    }
    Connection real = pool.getConnection();
    return proxy(Connection.class, real, "commit", () -> commit(real, fault));
  }

  private Object commit(Connection real, Fault fault) throws SQLException {
    if (fault == Fault.ROLLED_BACK) {
      real.rollback();
      throw failure();
    }
    real.commit();
    commits.incrementAndGet();
    if (fault == Fault.UNKNOWN_OUTCOME) {
      throw failure();
    }
    return null;
  }

  private static SQLException failure() {
    return new SQLException("the connection broke", "08006");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The real object, one of whose methods does something else. */
  private static <T> T proxy(Class<T> type, T real, String method, Replacement replacement) {
    return type.cast(
        Proxy.newProxyInstance(
            FaultyDatabase.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> {
              if (called.getName().equals(method)) {
                return replacement.call();
              }
              try {
                return called.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private interface Replacement {
    Object call() throws SQLException;
  }

  private record Hold(CountDownLatch arrived, CountDownLatch released) {}

  /** One stored message as the table has it. */
  record Row(long id, String mailbox, boolean waits, int refusedStatus) {
    private static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getLong("id"),
          row.getString("mailbox"),
          row.getInt("state") == 0,
          row.getInt("refused_status"));
    }
  }

  /** Where {@code java:} names are looked up while the database is opened. */
  public static final class Names implements InitialContextFactory {
    @Override
    public Context getInitialContext(java.util.Hashtable<?, ?> environment) {
      return (Context)
          Proxy.newProxyInstance(
              FaultyDatabase.class.getClassLoader(),
              new Class<?>[] {Context.class},
              (proxy, method, arguments) -> method.getName().equals("lookup") ? NAMED.get() : null);
    }
  }
}
