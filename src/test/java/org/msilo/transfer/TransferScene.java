package org.msilo.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.msilo.config.ConfigReader;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.testing.TestDatabase;

/** Transfers between a foreign table and a database of ours, as the launcher would run them. */
final class TransferScene {
  private final Path home;
  private final DatabaseSettings database;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** With the database that is there when nothing is set: a file in this home. */
  TransferScene(Path home) {
    this(home, new DatabaseSettings("jdbc:h2:file:" + home.resolve("silo"), "sa", "", "silo"));
  }

  private TransferScene(Path home, DatabaseSettings database) {
    this.home = home;
    this.database = database;
  }

  /** With an empty database of this kind. */
  static TransferScene on(TestDatabase kind, Path home) {
    return kind == TestDatabase.H2
        ? new TransferScene(home)
        : new TransferScene(home, kind.fresh());
  }

  /** Imports; returns the exit status. */
  int importFrom(ForeignSilo silo, String... options) {
    return run("import", "from", silo.url(), options);
  }

  /** Exports; returns the exit status. */
  int exportTo(ForeignSilo silo, String... options) {
    return run("export", "to", silo.url(), options);
  }

  /** Runs a command with more options, names and values in turn. */
  int run(String command, String side, String url, String... options) {
    Map<String, String> all = new HashMap<>(Map.of(side, url));
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    out.reset();
    err.reset();
    return Transfer.run(
        command,
        all,
        settings(),
        Map.of(),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }

  /** The summary of the last run, blanks made one. */
  List<String> summary() {
    return out.toString(UTF_8).lines().map(line -> line.strip().replaceAll(" +", " ")).toList();
  }

  /** What the last run complained of. */
  String complaint() {
    return err.toString(UTF_8).strip();
  }

  /** The messages that wait, in order. */
  List<OfflineMessage> mail() throws Exception {
    try (OwnStore store = open()) {
      return store.mail().after(new MessageId(0), 1000).messages();
    }
  }

  OwnStore open() throws Exception {
    return OwnStore.open(
        ConfigReader.read(settings(), System.getProperties(), Map.of(), Map.of()),
        Clock.systemUTC());
  }

  /** Does something to the database behind everybody's back. */
  void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> settings() {
    return List.of(
        "--home=" + home,
        "--db_url=" + database.url(),
        "--db_user=" + database.user(),
        "--db_password=" + database.password());
  }
}
