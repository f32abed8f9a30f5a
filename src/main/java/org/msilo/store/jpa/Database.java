package org.msilo.store.jpa;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import jakarta.persistence.PersistenceConfiguration;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.function.LongSupplier;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.msilo.metrics.Meters;
import org.msilo.store.MessageStoreException;
import org.msilo.store.seal.KeyRing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database: connection pool, schema and persistence unit, opened at start and closed at stop.
 * Thread-safe.
 */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int CONNECTIONS = 8;
  private static final long CONNECTION_TIMEOUT_MILLIS = 5_000;

  /** Where the scripts of the tables are on the class path. */
  private static final String SCRIPTS = "db";

  private final DataSource pool;
  private final SessionFactory sessions;
  private final DatabaseProduct product;
  private final Seals seals;

  private Database(
      DataSource pool, SessionFactory sessions, DatabaseProduct product, KeyRing keys) {
    this.pool = pool;
    this.sessions = sessions;
    this.product = product;
    this.seals = new Seals(keys);
  }

  /** The same without keys: what is stored is not sealed. */
  public static Database open(DatabaseSettings settings, Collection<Class<?>> entities) {
    return open(settings, KeyRing.EMPTY, entities);
  }

  /**
   * Connects, brings the schema up to date, and opens the persistence unit.
   *
   * @param keys seal what messages say
   * @param entities the entity classes of all rooms
   * @throws DatabaseUnavailableException with a text for the operator
   */
  public static Database open(
      DatabaseSettings settings, KeyRing keys, Collection<Class<?>> entities) {
    DataSource pool = null;
    try {
      pool = connect(settings);
      DatabaseProduct product = productOf(pool);
      new Schema(pool, product, settings.table(), SCRIPTS).bringUpToDate();
      SessionFactory sessions = persistenceUnit(pool, settings.table(), entities);
      Database database = new Database(pool, sessions, product, keys);
      new KnownKeys(database.transactions()).check(keys);
      return database;
    } catch (DatabaseUnavailableException e) {
      closePool(pool);
      throw e;
    } catch (SQLException | NamingException | RuntimeException e) {
      closePool(pool);
      throw new DatabaseUnavailableException(DatabaseFaults.explain(e), e);
    }
  }

  /** Whether it runs in this process. */
  public boolean isEmbedded() {
    return product.isEmbedded();
  }

  /** Runs functions in transactions of this database. */
  public Transactions transactions() {
    return new Transactions(sessions, product, seals);
  }

  /**
   * The clock that all nodes on this database go by. Waits for the database.
   *
   * @param nanos counts nanoseconds, as {@link System#nanoTime()} does
   * @throws DatabaseUnavailableException with a text for the operator
   */
  public DatabaseClock clock(LongSupplier nanos) {
    try {
      return new DatabaseClock(this::now, nanos);
    } catch (MessageStoreException e) {
      throw new DatabaseUnavailableException(DatabaseFaults.explain(e), e);
    }
  }

  /** Shows how the connections are used, if the pool is ours. */
  public void showIn(Meters meters) {
    if (pool instanceof HikariDataSource ours) {
      HikariPoolMXBean used = ours.getHikariPoolMXBean();
      meters.gauge("pool.in.use", "connections", used::getActiveConnections);
      meters.gauge("pool.size", "connections", used::getTotalConnections);
      meters.gauge("pool.waiting", "threads", used::getThreadsAwaitingConnection);
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(
        transactions()
            .read(s -> s.createNativeQuery(product.millisNow(), Long.class).getSingleResult()));
  }

  @Override
  public void close() {
    sessions.close();
    closePool(pool);
  }

  private static DataSource connect(DatabaseSettings settings)
      throws NamingException, SQLException {
    if (settings.url().startsWith("java:")) {
      return CommittedReads.of((DataSource) new InitialContext().lookup(settings.url()));
    }
    HikariConfig config = new HikariConfig();
    config.setPoolName("msilo");
    DatabaseUrl url = DatabaseUrl.of(settings.url());
    config.setDriverClassName(url.driver());
    config.setJdbcUrl(url.text());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setAutoCommit(false);
    url.greeting().ifPresent(config::setConnectionInitSql);
    // Else the greeting is part of the first transaction, and taken back with it.
    config.setIsolateInternalQueries(true);
    // What a node reads once it has a claim must be what others committed before; and MariaDB's own
    // default locks gaps between rows, so that two nodes would wait for each other.
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    config.setExceptionOverride(H2Reopening.eviction());
    return new HikariDataSource(config);
  }

  private static DatabaseProduct productOf(DataSource pool) throws SQLException {
    try (var connection = pool.getConnection()) {
      DatabaseProduct product = DatabaseProduct.of(connection);
      product
          .lossAtPowerCut(connection)
          .ifPresent(cause -> LOG.warn("a power cut can lose what was answered 202: {}", cause));
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      return product;
    }
  }

  private static SessionFactory persistenceUnit(
      DataSource pool, String table, Collection<Class<?>> entities) {
    PersistenceConfiguration configuration =
        new PersistenceConfiguration("msilo")
            .property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool)
            .property(AvailableSettings.PHYSICAL_NAMING_STRATEGY, new TableNames(table))
            .property(TableNames.TABLE, table)
            .property(AvailableSettings.STATEMENT_BATCH_SIZE, 512)
            .property(AvailableSettings.ORDER_INSERTS, true)
            .property(AvailableSettings.IN_CLAUSE_PARAMETER_PADDING, true)
            .property(AvailableSettings.JDBC_TIME_ZONE, "UTC")
            .property(AvailableSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, isOurs(pool))
            .property(AvailableSettings.HBM2DDL_AUTO, "none");
    entities.forEach(configuration::managedClass);
    return configuration.createEntityManagerFactory().unwrap(SessionFactory.class);
  }

  /** The container's connections commit by themselves until they are told not to; ours never do. */
  private static boolean isOurs(DataSource pool) {
    return pool instanceof HikariDataSource;
  }

  private static void closePool(DataSource pool) {
    if (pool instanceof HikariDataSource ours) {
      ours.close();
    }
  }
}
