package org.msilo.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.FreePort;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;
import org.msilo.testing.wire.RequestDraft;

/** Whatever happens to a message, the log of the packaged war says nothing of what is in it. */
@NotStandalone("starts the executable war")
class SilentLogIT {
  private static final String BODY = "xyzzybody";
  private static final String VALUE = "xyzzyvalue";

  @TempDir private Path folder;
  private Path home;
  private int port;
  private WarProcess war;

  @BeforeEach
  void start() {
    home = folder.resolve("home");
    port = FreePort.find();
    war =
        WarProcess.server(
            home,
            port,
            "--db_url=jdbc:h2:file:" + home + "/silo;AUTO_SERVER=TRUE",
            "--registrar=sip:msilo@127.0.0.1",
            "--expiry_notice=1",
            "--check_time=1",
            "--clean_period=1",
            "--fr_timer=2");
  }

  @AfterEach
  void stop() {
    war.close();
  }

  @Test
  void no_way_of_a_message_leaves_its_content_in_the_log() throws Exception {
    try (SipPhone alice = SipPhone.udp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port)) {
      assertThat(status(alice, bob)).as("stored").isEqualTo(202);
      bob.register();
      assertThat(bob.awaitMessage().text()).isEqualTo(BODY);
      bob.answersInTurn(415, 480, 606);
      for (int i = 0; i < 3; i++) {
        status(alice, bob);
      }
      malformed();
      refusedByTheDatabase(alice, bob);
      assertThat(status(alice, bob)).as("all is well again").isIn(200, 202);
    }

    assertThat(war.output()).contains("not kept");
    assertThat(war.output()).doesNotContain(BODY).doesNotContain(VALUE);
  }

  @Test
  void home_and_its_files_are_for_their_owner_alone() throws Exception {
    assertThat(mode(home)).isEqualTo("rwx------");
    assertThat(mode(home.resolve("silo.mv.db"))).isEqualTo("rw-------");
    assertThat(mode(home.resolve("node-id"))).isEqualTo("rw-------");
    assertThat(war.output()).doesNotContain("chmod 700");
    war.terminate();
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-x---"));

    war = WarProcess.server(home, port);

    assertThat(war.output()).contains("chmod 700");
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static int status(SipPhone alice, SipPhone bob) {
    return alice.begin(marked(alice, bob)).onlyFinalResponse().status();
  }

  private static RequestDraft marked(SipPhone alice, SipPhone bob) {
    return alice.message(bob.aor(), BODY).with("Subject", VALUE).with("X-Long", VALUE.repeat(20));
  }

  /** The text of H2 for a value that is too long, or too many, holds the value. */
  private void refusedByTheDatabase(SipPhone alice, SipPhone bob) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:h2:file:" + home + "/silo;AUTO_SERVER=TRUE", "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute("delete from silo_binding");
      statement.execute("delete from silo");
      statement.execute("alter table silo alter column headers varchar(20)");
      assertThat(status(alice, bob)).as("too long for its column").isEqualTo(503);
      statement.execute("alter table silo alter column headers varchar(16384)");
      statement.execute("alter table silo rename to silo_lost");
      assertThat(status(alice, bob)).as("without a table").isEqualTo(503);
      statement.execute("alter table silo_lost rename to silo");
    }
  }

  /** Requests that are no SIP; what comes of them is seen by what the log says. */
  private void malformed() throws Exception {
    String start = "MESSAGE sip:bob@127.0.0.1 SIP/2.0\r\n";
    String via = "Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK" + System.nanoTime() + "\r\n";
    String rest =
        "Content-Type: text/plain\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;
    String[] requests = {
      start + via + "From: <sip:a@127.0.0.1>;tag=1\r\nSubject: " + VALUE + "\r\n" + rest,
      start
          + via
          + "From: \""
          + VALUE
          + "\r\nTo: <<"
          + VALUE
          + "\r\nCSeq: "
          + VALUE
          + "\r\n"
          + rest,
      start + via + "Content-Length: " + VALUE + "\r\n\r\n" + BODY,
      start + "Subject " + VALUE + "\r\n" + rest,
      VALUE + " " + BODY
    };
    try (DatagramSocket socket = new DatagramSocket()) {
      for (String request : requests) {
        byte[] bytes = request.getBytes(US_ASCII);
        socket.send(
            new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
      }
    }
  }
}
