package org.msilo.bench.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.msilo.bench.server.CpuTime;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.testing.FreePort;

/**
 * A PostgreSQL server of the benchmark's own, on a free loopback port, fsync and synchronous_commit
 * on, all else as it comes: Debian's if it is installed, else the one that the tests use. It ends
 * with this JVM, whatever happens.
 */
public final class PostgresServer implements BenchDatabase {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final String USER = "silo";
  private static final long LONGEST_STEP_SECONDS = 60;

  private final DatabaseSettings admin;
  private final ProcessHandle process;
  private final Runnable stop;
  private final Thread atEnd;
  private final AtomicInteger count = new AtomicInteger();

  private PostgresServer(DatabaseSettings admin, Path data, Runnable stop) throws IOException {
    this.admin = admin;
    String number = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
    this.process = ProcessHandle.of(Long.parseLong(number)).orElseThrow();
    this.stop = stop;
    this.atEnd = new Thread(stop);
    Runtime.getRuntime().addShutdownHook(atEnd);
  }

  /**
   * Starts a server.
   *
   * @param folder where it keeps its data; it is made
   */
  public static PostgresServer start(Path folder) throws IOException {
    Optional<Path> programs = programs();
    PostgresServer server =
        programs.isPresent() ? debian(programs.get(), folder) : embedded(folder);
    for (String promise : List.of("fsync", "synchronous_commit")) {
      if (!server.show(promise).equals("on")) {
        server.close();
        throw new IllegalStateException(promise + " is off");
      }
    }
    return server;
  }

  private static Optional<Path> programs() throws IOException {
    if (!Files.isDirectory(DEBIAN)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Path::compareTo);
    }
  }

  private static PostgresServer debian(Path bin, Path folder) throws IOException {
    int port = FreePort.find();
    Files.createDirectories(folder);
    if (isRoot()) {
      // PostgreSQL refuses to run as root.
      var users = FileSystems.getDefault().getUserPrincipalLookupService();
      Files.setOwner(folder, users.lookupPrincipalByName("postgres"));
    }
    Path data = folder.resolve("data");
    run(bin, "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C");
    String options =
        "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=%s".formatted(port, folder);
    run(bin, "pg_ctl", "-D", data, "-l", folder.resolve("log"), "-o", options, "-w", "start");
    return new PostgresServer(
        settings(port, "postgres", USER),
        data,
        () -> run(bin, "pg_ctl", "-D", data, "-m", "immediate", "stop"));
  }

  private static PostgresServer embedded(Path folder) throws IOException {
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
    return new PostgresServer(
        settings(server.getPort(), "postgres", "postgres"),
        folder,
        () -> {
          try {
            server.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static DatabaseSettings settings(int port, String database, String user) {
    String url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    return new DatabaseSettings(url, user, "silo", "silo");
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static void run(Path bin, String program, Object... arguments) {
    List<String> line = new ArrayList<>();
    if (isRoot()) {
      line.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    line.add(bin.resolve(program).toString());
    Stream.of(arguments).map(Object::toString).forEach(line::add);
    try {
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(LONGEST_STEP_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(program + " failed: " + String.join(" ", line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String show(String setting) {
    return new Sql(admin).column("show " + setting).get(0);
  }

  @Override
  public CpuTime cpu() {
    return CpuTime.of(process);
  }

  @Override
  public DatabaseSettings fresh() {
    String name = "silo" + count.incrementAndGet();
    new Sql(admin).run(List.of("create database " + name));
    String url = admin.url().substring(0, admin.url().lastIndexOf('/') + 1) + name;
    return new DatabaseSettings(url, admin.user(), admin.password(), admin.table());
  }

  @Override
  public String description() {
    return "PostgreSQL " + show("server_version") + ", fsync and synchronous_commit on";
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      return; // this JVM is ending, and the hook runs
    }
    stop.run();
  }
}
