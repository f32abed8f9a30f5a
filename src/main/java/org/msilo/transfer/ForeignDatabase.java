package org.msilo.transfer;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** The database of another server, by its JDBC URL; one connection, for one thread. */
public final class ForeignDatabase implements AutoCloseable {
  private static final String MYSQL = "jdbc:mysql:";
  private static final String MARIADB = "jdbc:mariadb:";
  private static final String SQLITE = "jdbc:sqlite:";

  /** Drivers in the war, by the beginning of the URL. */
  private static final Map<String, String> DRIVERS =
      new TreeMap<>(
          Map.of(
              "jdbc:postgresql:",
              "org.postgresql.Driver",
              MARIADB,
              "org.mariadb.jdbc.Driver",
              MYSQL,
              "org.mariadb.jdbc.Driver",
              SQLITE,
              "org.sqlite.JDBC"));

  private final Connection connection;
  private final String name;

  private ForeignDatabase(Connection connection, String name) {
    this.connection = connection;
    this.name = name;
  }

  /** How a database is to be opened. */
  public enum Use {
    READ,
    WRITE
  }

  /**
   * Connects.
   *
   * @param url as the operator wrote it
   * @param user user name, "" for none
   * @param password password, "" for none
   */
  public static ForeignDatabase open(String url, String user, String password, Use use)
      throws TransferException {
    Driver driver = driverFor(url);
    // MariaDB's driver speaks to MySQL, too, but wants to be called by its own name.
    String address = url.startsWith(MYSQL) ? MARIADB + url.substring(MYSQL.length()) : url;
    try {
      Connection connection = driver.connect(address, properties(url, user, password, use));
      if (connection == null) {
        throw TransferException.badArguments("the URL " + withoutSecrets(url) + " is no JDBC URL");
      }
      connection.setAutoCommit(false);
      return new ForeignDatabase(connection, withoutSecrets(url));
    } catch (SQLException e) {
      throw failure(withoutSecrets(url), e);
    }
  }

  private static Driver driverFor(String url) throws TransferException {
    Optional<String> name =
        DRIVERS.entrySet().stream()
            .filter(driver -> url.startsWith(driver.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
    if (name.isEmpty()) {
      throw TransferException.badArguments(
          "the URL \"%s\" is of no database that is known here: it must begin with %s"
              .formatted(withoutSecrets(url), String.join(" ", DRIVERS.keySet())));
    }
    try {
      return (Driver) Class.forName(name.get()).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw TransferException.cannotRun("this war is not complete: " + e, e);
    }
  }

  private static Properties properties(String url, String user, String password, Use use) {
    Properties properties = new Properties();
    if (url.startsWith(SQLITE)) {
      // SQLite's own flags: read only, or read and write and create.
      properties.setProperty("open_mode", use == Use.READ ? "1" : "6");
      properties.setProperty("busy_timeout", "10000");
      return properties;
    }
    if (!user.isEmpty()) {
      properties.setProperty("user", user);
    }
    if (!password.isEmpty()) {
      properties.setProperty("password", password);
    }
    return properties;
  }

  /** The connection; ended by {@link #close()}. */
  public Connection connection() {
    return connection;
  }

  /** Whether text columns hold what PostgreSQL's bytea escapes make of bytes. */
  boolean isPostgresql() {
    return name.startsWith("jdbc:postgresql:");
  }

  boolean isSqlite() {
    return name.startsWith(SQLITE);
  }

  @Override
  public String toString() {
    return name;
  }

  /** What a failed statement means, in one line. */
  TransferException failure(SQLException e) {
    return failure(name, e);
  }

  private static TransferException failure(String database, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    String advice;
    if (state.startsWith("28")) {
      advice = "it refuses the user or the password: correct them";
    } else if (state.startsWith("08")) {
      advice = "it cannot be reached (" + text + "): check the URL, and that it runs";
    } else {
      advice = text;
    }
    return TransferException.cannotRun("the database " + database + ": " + advice, e);
  }

  /** Neither options nor a login, which may hold passwords. */
  private static String withoutSecrets(String url) {
    return url.replaceAll("[?;].*", "").replaceAll("//[^/@]*@", "//");
  }

  @Override
  public void close() throws TransferException {
    try {
      if (!connection.isClosed()) {
        connection.rollback();
        connection.close();
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }
}
