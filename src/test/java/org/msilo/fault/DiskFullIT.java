package org.msilo.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.FreePort;
import org.msilo.testing.Homes;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;
import org.msilo.testing.fault.SmallDisk;
import org.msilo.testing.wire.SipText;

/**
 * The files of the database cannot grow any more. For H2 a limit on the size of files stands for
 * the full disk: the write fails in the same place, and no other process is harmed. PostgreSQL has
 * a small disk of its own.
 */
class DiskFullIT {
  private static final long ROOM_LEFT = 300_000;

  /** Random, so that no database can make it smaller. */
  private static final String BODY =
      new Random(1)
          .ints(20_000, '!', '~')
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();

  /** In bytes; a new PostgreSQL takes a third of it. */
  private static final long DISK = 160 << 20;

  /** For how long the disk stays full, counted in refused messages. */
  private static final int REFUSALS = 5;

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final int port = FreePort.find();
  @TempDir private Path home;

  @Test
  void message_that_finds_the_disk_full_is_503_and_what_was_answered_202_arrives_once()
      throws Exception {
    List<String> accepted = new ArrayList<>();
    try (SipPhone alice = SipPhone.tcp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port)) {
      try (WarProcess server = WarProcess.server(home, port)) {
        accepted.add(stored(alice, bob, "before"));
        limitFiles(server, Long.toString(Files.size(home.resolve("silo.mv.db")) + ROOM_LEFT));
        SipText refusal = fill(alice, bob, accepted);
        isUnavailable(refusal);

        limitFiles(server, "unlimited");
        allArrives(accepted, alice, bob);
        server.terminate();
      }
      assertThat(Homes.rows(home)).isZero();
    }
  }

  @Test
  void postgresql_with_a_full_disk_means_503_and_what_was_answered_202_arrives_once()
      throws Exception {
    try (SmallDisk disk = SmallDisk.at(home.resolve("disk"), DISK);
        EmbeddedPostgres database = postgresOn(disk, FreePort.find());
        WarProcess server = serverOn(database.getPort());
        SipPhone alice = SipPhone.tcp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port)) {
      List<String> accepted = new ArrayList<>();
      accepted.add(stored(alice, bob, "before"));
      disk.fill(ROOM_LEFT);
      for (int i = 0; i < REFUSALS; i++) {
        isUnavailable(fill(alice, bob, accepted));
      }
      assertThat(server.output()).contains("No space left on device");

      disk.makeRoom();
      allArrives(accepted, alice, bob);
      server.terminate();
      assertThat(rows(database)).isZero();
    }
  }

  @Test
  void postgresql_that_ended_for_want_of_room_for_its_log_is_used_again_when_it_is_back()
      throws Exception {
    int databasePort = FreePort.find();
    List<String> accepted = new ArrayList<>();
    try (SmallDisk disk = SmallDisk.at(home.resolve("disk"), DISK);
        EmbeddedPostgres ending = postgresOn(disk, databasePort);
        WarProcess server = serverOn(databasePort);
        SipPhone alice = SipPhone.tcp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port)) {
      accepted.add(stored(alice, bob, "before"));
      disk.fill(ROOM_LEFT);
      ask(ending, "select pg_switch_wal()::text");
      isUnavailable(fill(alice, bob, accepted));
      awaitEnd(ending, disk);
      isUnavailable(alice.send(bob, "meanwhile"));

      disk.makeRoom();
      try (EmbeddedPostgres back = postgresOn(disk, databasePort)) {
        allArrives(accepted, alice, bob);
        server.terminate();
        assertThat(rows(back)).isZero();
      }
    }
  }

  /** With commits that wait for the log: those of the tests do not by themselves. */
  private static EmbeddedPostgres postgresOn(SmallDisk disk, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(disk.path().resolve("data"))
        .setCleanDataDirectory(false)
        .setServerConfig("synchronous_commit", "on")
        .setPort(port)
        .setPGStartupWait(PATIENCE)
        .start();
  }

  /** Waits until it has removed the file with its process id, and lets go of the directory. */
  private static void awaitEnd(EmbeddedPostgres ending, SmallDisk disk) throws IOException {
    Path processId = disk.path().resolve("data/postmaster.pid");
    await("end of the database").atMost(PATIENCE).until(() -> Files.notExists(processId));
    ending.close();
  }

  private WarProcess serverOn(int databasePort) {
    return WarProcess.server(
        home,
        port,
        "--db_url=jdbc:postgresql://127.0.0.1:" + databasePort + "/postgres",
        "--db_user=postgres",
        "--db_password=postgres");
  }

  private static long rows(EmbeddedPostgres database) throws SQLException {
    return Long.parseLong(ask(database, "select count(*) from silo"));
  }

  private static String ask(EmbeddedPostgres database, String select) throws SQLException {
    try (Connection connection = database.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(select)) {
      result.next();
      return result.getString(1);
    }
  }

  /** Waits until a message is accepted again; it and all before it then arrive once. */
  private static void allArrives(List<String> accepted, SipPhone from, SipPhone at) {
    await("room on the disk").atMost(PATIENCE).until(() -> from.send(at, "trial").status() == 202);
    accepted.add("trial");
    at.register();
    at.awaitMessages(accepted.size());
    at.assertNoMoreMessagesThan(accepted.size());
    assertThat(at.texts()).isEqualTo(accepted);
  }

  private static void isUnavailable(SipText refusal) {
    assertThat(refusal.status()).isEqualTo(503);
    assertThat(refusal.the("Retry-After")).matches("[1-9]\\d*.*");
  }

  private static String stored(SipPhone from, SipPhone to, String text) {
    assertThat(from.send(to, text).status()).isEqualTo(202);
    return text;
  }

  /** Sends until it is refused, and returns the refusal. */
  private static SipText fill(SipPhone from, SipPhone to, List<String> accepted) {
    while (true) {
      String text = accepted.size() + BODY;
      SipText answer = from.send(to, text);
      if (answer.status() != 202) {
        return answer;
      }
      accepted.add(text);
    }
  }

  private static void limitFiles(WarProcess server, String bytes)
      throws IOException, InterruptedException {
    Process limit =
        new ProcessBuilder(
                "prlimit", "--pid", Long.toString(server.pid()), "--fsize=" + bytes + ":unlimited")
            .inheritIO()
            .start();
    assertThat(limit.waitFor()).isZero();
  }
}
