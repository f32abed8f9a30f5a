package org.msilo.store.jpa;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.PersistenceConfiguration;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;

/**
 * The database: connection pool, schema and persistence unit, opened at start and closed at stop.
 * Thread-safe.
 */
public final class Database implements AutoCloseable {
  private static final int CONNECTIONS = 8;
  private static final long CONNECTION_TIMEOUT_MILLIS = 5_000;

  /**
   * H2: a commit is written at once; the database closes with its last connection, not before;
   * small pages, since each commit writes anew every page it touched, and keys come from all over.
   */
  private static final Map<String, String> H2_OPTIONS =
      Map.of("WRITE_DELAY", "0", "DB_CLOSE_ON_EXIT", "FALSE", "PAGE_SIZE", "4096");

  /**
   * Drivers in the war, by the beginning of the URL; looked up here, since a driver that the JDK
   * found for one deployment is not there for the next.
   */
  private static final Map<String, String> DRIVERS = Map.of("jdbc:h2:", "org.h2.Driver");

  private static final int H2_LOCKED = 90020;
  private static final int H2_WRONG_USER = 28000;

  private final DataSource pool;
  private final SessionFactory sessions;
  private final boolean h2;

  private Database(DataSource pool, SessionFactory sessions, boolean h2) {
    this.pool = pool;
    this.sessions = sessions;
    this.h2 = h2;
  }

  /**
   * Connects, brings the schema up to date, and opens the persistence unit.
   *
   * @param entities the entity classes of all rooms
   * @throws DatabaseUnavailableException with a text for the operator
   */
  public static Database open(DatabaseSettings settings, Collection<Class<?>> entities) {
    DataSource pool = null;
    try {
      pool = connect(settings);
      String product = productOf(pool);
      migrate(pool, product, settings.table());
      SessionFactory sessions = persistenceUnit(pool, settings.table(), entities);
      return new Database(pool, sessions, product.equals("h2"));
    } catch (DatabaseUnavailableException e) {
      throw e;
    } catch (SQLException | NamingException | RuntimeException e) {
      closePool(pool);
      throw new DatabaseUnavailableException(explain(e), e);
    }
  }

  /** Runs functions in transactions of this database. */
  public Transactions transactions() {
    return new Transactions(sessions, h2);
  }

  @Override
  public void close() {
    sessions.close();
    closePool(pool);
  }

  private static DataSource connect(DatabaseSettings settings) throws NamingException {
    if (settings.url().startsWith("java:")) {
      return (DataSource) new InitialContext().lookup(settings.url());
    }
    HikariConfig config = new HikariConfig();
    config.setPoolName("msilo");
    config.setDriverClassName(driverFor(settings.url()));
    config.setJdbcUrl(withDurability(settings.url()));
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setAutoCommit(false);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    return new HikariDataSource(config);
  }

  private static String driverFor(String url) {
    return DRIVERS.entrySet().stream()
        .filter(driver -> url.startsWith(driver.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(
            () ->
                new DatabaseUnavailableException(
                    "there is no driver for this database in the war: set db_url to one that begins"
                        + " with "
                        + String.join(" or ", DRIVERS.keySet()),
                    null));
  }

  private static String withDurability(String url) {
    String options = url.toUpperCase(Locale.ROOT);
    boolean ownH2 = options.startsWith("JDBC:H2:") && !options.startsWith("JDBC:H2:TCP:");
    if (!ownH2) {
      return url;
    }
    StringBuilder durable = new StringBuilder(url);
    H2_OPTIONS.forEach(
        (option, value) -> {
          // A database that others may join closes by H2's own rules.
          boolean fits =
              !(option.equals("DB_CLOSE_ON_EXIT") && options.contains("AUTO_SERVER=TRUE"));
          if (fits && !options.contains(";" + option + "=")) {
            durable.append(';').append(option).append('=').append(value);
          }
        });
    return durable.toString();
  }

  private static String productOf(DataSource pool) throws SQLException {
    try (var connection = pool.getConnection()) {
      String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      return product;
    }
  }

  private static void migrate(DataSource pool, String product, String table) {
    Flyway.configure(Database.class.getClassLoader())
        .dataSource(pool)
        .locations("classpath:db/migration/" + product)
        .placeholders(Map.of("table", table))
        .table(table + "_schema_history")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }

  private static SessionFactory persistenceUnit(
      DataSource pool, String table, Collection<Class<?>> entities) {
    PersistenceConfiguration configuration =
        new PersistenceConfiguration("msilo")
            .property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool)
            .property(AvailableSettings.PHYSICAL_NAMING_STRATEGY, new TableNames(table))
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

  private static String explain(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    int code = cause instanceof SQLException sql ? sql.getErrorCode() : 0;
    String text = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return switch (code) {
      case H2_LOCKED ->
          "the database is in use by another process: stop that one, or choose another with --home"
              + " or --db_url";
      case H2_WRONG_USER -> "the database refuses db_user or db_password: correct them";
      default ->
          "the database cannot be used: " + text + " (check db_url, db_user, and that it runs)";
    };
  }
}
