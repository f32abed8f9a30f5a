package org.msilo.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.msilo.testing.FreePort;
import org.msilo.testing.WarProcess;

/** Nodes of the packaged war on one PostgreSQL, each of which can be killed and started again. */
final class NodesUnderFire implements AutoCloseable {
  private static final Duration START_UP = Duration.ofSeconds(60);

  private final Path folder;
  private final int databasePort = FreePort.find();
  private final List<Integer> ports;
  private final List<WarProcess> nodes = new ArrayList<>();
  private final List<Instant> blows = new ArrayList<>();
  private int turn;
  private EmbeddedPostgres database;

  /** Starts them, one after the other. */
  NodesUnderFire(Path folder, int count) throws IOException {
    this.folder = folder;
    this.ports = Stream.generate(FreePort::find).limit(count).toList();
    database = startDatabase();
    try {
      for (int node = 0; node < count; node++) {
        nodes.add(start(node).awaitReady());
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** The SIP ports of the nodes. */
  List<Integer> ports() {
    return ports;
  }

  /** By when a node had been killed, or the database stopped, in order. */
  synchronized List<Instant> blows() {
    return List.copyOf(blows);
  }

  /** How often nodes were killed. */
  synchronized int kills() {
    return turn;
  }

  /**
   * Kills the next node in turn with SIGKILL and starts it again; does not wait until it is up. A
   * node that is still starting is spared: on a busy machine there would be none left.
   */
  synchronized void killNext() {
    startThoseThatGaveUp();
    int node = turn % nodes.size();
    if (nodes.get(node).isReady()) {
      nodes.get(node).kill9();
      blows.add(Instant.now());
      nodes.set(node, start(node));
      turn++;
    }
  }

  /** Stops the database, whose clients are thrown out, and starts it again. */
  synchronized void restartDatabase() {
    try {
      database.close();
      blows.add(Instant.now());
      database = startDatabase();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A node that finds no database at its start ends; a service manager would start it again. */
  private void startThoseThatGaveUp() {
    for (int node = 0; node < nodes.size(); node++) {
      if (!nodes.get(node).isAlive()) {
        nodes.set(node, start(node));
      }
    }
  }

  synchronized void awaitReady() {
    startThoseThatGaveUp();
    nodes.forEach(WarProcess::awaitReady);
  }

  /** The messages that still may be delivered. */
  synchronized long waiting() throws SQLException {
    try (Connection connection = database.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "select count(*) from silo where state = 0 and expires_at > current_timestamp")) {
      count.next();
      return count.getLong(1);
    }
  }

  /** Stops the nodes in order; none may have met what it reports as a fault of its own. */
  synchronized void terminate() {
    for (WarProcess node : nodes) {
      assertThat(node.terminate()).as(node.output()).isIn(0, 143);
      assertThat(node.lines()).noneMatch(line -> line.contains(" ERROR "));
    }
  }

  @Override
  public synchronized void close() throws IOException {
    nodes.forEach(WarProcess::close);
    database.close();
  }

  private WarProcess start(int node) {
    List<String> arguments =
        new ArrayList<>(WarProcess.serverArguments(folder.resolve("node" + node), ports.get(node)));
    arguments.add("--db_url=jdbc:postgresql://127.0.0.1:" + databasePort + "/postgres");
    arguments.add("--db_user=postgres");
    arguments.add("--db_password=postgres");
    arguments.add("--check_time=5");
    arguments.add("--sender_rate=0");
    arguments.add("--source_rate=0");
    return WarProcess.run(arguments.toArray(String[]::new));
  }

  private EmbeddedPostgres startDatabase() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("database"))
        .setCleanDataDirectory(false)
        .setPort(databasePort)
        .setServerConfig("synchronous_commit", "on")
        .setPGStartupWait(START_UP)
        .start();
  }
}
