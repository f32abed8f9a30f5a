package org.msilo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.msilo.testing.FreePort;

/** A database of Debian's with the tables that Debian's Kamailio makes, gone when closed. */
final class SiloServer implements AutoCloseable {
  private static final Path SCRIPTS = Path.of("/usr/share/kamailio");
  private static final long LIMIT_SECONDS = 60;

  private final Product product;
  private final Path folder;
  private final int port = FreePort.find();
  private Process process;

  /** What Kamailio can keep its silo in. */
  enum Product {
    SQLITE("db_sqlite", "sqlite", ""),
    POSTGRES("postgres", "postgresql", "postgres"),
    MYSQL("mysql", "mariadb", "mysql");

    private final String scripts;
    private final String jdbc;
    private final String account;

    Product(String scripts, String jdbc, String account) {
      this.scripts = scripts;
      this.jdbc = jdbc;
      this.account = account;
    }
  }

  private SiloServer(Product product, Path folder) {
    this.product = product;
    this.folder = folder;
  }

  /** Starts it on a loopback port, with Kamailio's empty tables. */
  static SiloServer start(Product product) throws Exception {
    SiloServer server = new SiloServer(product, Files.createTempDirectory("msilo-silo-"));
    try {
      switch (product) {
        case SQLITE -> server.execute("select 1");
        case POSTGRES -> server.startPostgres();
        case MYSQL -> server.startMysql();
      }
      for (String script : List.of("standard-create.sql", "msilo-create.sql")) {
        server.runScript(SCRIPTS.resolve(product.scripts).resolve(script));
      }
      return server;
    } catch (Exception | Error e) {
      server.close();
      throw e;
    }
  }

  private void startPostgres() throws Exception {
    Path bin = newest(Path.of("/usr/lib/postgresql")).resolve("bin");
    Path data = folder.resolve("data");
    giveFolder();
    run(bin + "/initdb", "-D", data.toString(), "-U", "kamailio", "-A", "trust", "-E", "UTF8");
    process =
        begin(
            bin + "/postgres",
            "-D",
            data.toString(),
            "-p",
            String.valueOf(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=" + folder);
    awaitStart("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "kamailio");
    executeAt(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
        "kamailio",
        "create database kamailio");
    execute("alter user kamailio password 'secret'");
  }

  private void startMysql() throws Exception {
    Path data = folder.resolve("data");
    giveFolder();
    run(
        "mariadb-install-db",
        "--no-defaults",
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
        "--datadir=" + data);
    process =
        begin(
            "mariadbd",
            "--no-defaults",
            "--datadir=" + data,
            "--port=" + port,
            "--bind-address=127.0.0.1",
            "--socket=" + folder.resolve("socket"),
            "--pid-file=" + folder.resolve("pid"));
    String all = "jdbc:mariadb://127.0.0.1:" + port + "/";
    awaitStart(all, "root");
    executeAt(all, "root", "create database kamailio");
    executeAt(all, "root", "create user kamailio@'127.0.0.1' identified by 'secret'");
    executeAt(all, "root", "grant all on kamailio.* to kamailio@'127.0.0.1'");
  }

  private static void awaitStart(String url, String user) {
    Awaitility.await(url)
        .atMost(Duration.ofSeconds(LIMIT_SECONDS))
        .ignoreExceptionsMatching(SQLException.class::isInstance)
        .until(
            () -> {
              DriverManager.getConnection(url, user, "").close();
              return true;
            });
  }

  String jdbcUrl() {
    return product == Product.SQLITE
        ? "jdbc:sqlite:" + folder.resolve("silo.db")
        : "jdbc:%s://127.0.0.1:%d/kamailio".formatted(product.jdbc, port);
  }

  /** What Kamailio's configuration wants to be told. */
  String[] definitions() {
    String url =
        product == Product.SQLITE
            ? "sqlite:///" + folder.resolve("silo.db")
            : "%s://kamailio:secret@127.0.0.1:%d/kamailio".formatted(product.scripts, port);
    return new String[] {"WITH_" + product, "SILO_URL=\"" + url + "\""};
  }

  /** The options by which msilo reaches it, for the side {@code from} or {@code to}. */
  List<String> options(String side) {
    List<String> options = new ArrayList<>(List.of("--" + side + "=" + jdbcUrl()));
    if (product != Product.SQLITE) {
      options.add("--" + side + "-user=kamailio");
      options.add("--" + side + "-password=secret");
    }
    return options;
  }

  void execute(String sql) throws SQLException {
    executeAt(jdbcUrl(), "kamailio", sql);
  }

  private static void executeAt(String url, String user, String sql) throws SQLException {
    String password = user.equals("kamailio") ? "secret" : "";
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void runScript(Path script) throws IOException, SQLException {
    for (String statement : Files.readString(script).split(";\\s*\\n")) {
      if (!statement.isBlank()) {
        execute(statement);
      }
    }
  }

  /** The servers refuse to run as root: they get an account of their own, and the folder. */
  private void giveFolder() throws Exception {
    if (isRoot()) {
      runAsIs(List.of("chown", product.account, folder.toString()));
    }
  }

  private void run(String... command) throws Exception {
    runAsIs(withAccount(command));
  }

  private void runAsIs(List<String> command) throws Exception {
    Process tool = builder(command).start();
    if (!tool.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || tool.exitValue() != 0) {
      tool.destroyForcibly();
      throw new AssertionError(command + " failed:\n" + log());
    }
  }

  private Process begin(String... command) throws IOException {
    return builder(withAccount(command)).start();
  }

  private ProcessBuilder builder(List<String> command) {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
  }

  private List<String> withAccount(String... command) {
    // setpriv becomes the program, so that signals reach it.
    Stream<String> account =
        isRoot()
            ? Stream.of(
                "setpriv",
                "--reuid=" + product.account,
                "--regid=" + product.account,
                "--clear-groups")
            : Stream.empty();
    return Stream.concat(account, Stream.of(command)).toList();
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static Path newest(Path parent) throws IOException {
    try (Stream<Path> versions = Files.list(parent)) {
      return versions.max(Path::compareTo).orElseThrow();
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (process != null) {
      process.destroy();
      process.onExit().completeOnTimeout(process, LIMIT_SECONDS, TimeUnit.SECONDS).join();
      process.destroyForcibly().onExit().join();
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
