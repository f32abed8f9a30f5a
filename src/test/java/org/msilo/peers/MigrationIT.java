package org.msilo.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.message.SipDate;
import org.msilo.peers.SiloServer.Product;
import org.msilo.testing.FreePort;
import org.msilo.testing.ReceivedRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;

/** From Kamailio to msilo and back, with the tables that Debian's Kamailio writes and reads. */
@Tag("peers")
class MigrationIT {
  private static final Path CONFIGURATION = Path.of("src/test/kamailio/silo.cfg").toAbsolutePath();
  private static final byte[] BYTES = {0, 1, '\\', '\'', (byte) 0xff, '\r', '\n', 0};
  private static final String TEXT = "it's grün \\ \"€\" 100 %";

  private final int port = FreePort.find();
  @TempDir private Path home;
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void what_kamailio_kept_comes_to_the_phone_by_msilo(Product product) throws Exception {
    try (SiloServer silo = SiloServer.start(product)) {
      try (KamailioITProcess kamailio = kamailio(silo);
          SipPhone alice = phone("alice")) {
        assertThat(alice.ask(plain(alice)).status()).isEqualTo(202);
        assertThat(alice.ask(binary(alice)).status()).isEqualTo(202);
        assertThat(alice.ask(plain(alice).set("Expires", "1")).status()).isEqualTo(202);
        assertThat(kamailio.faults()).isEmpty();
      }
      silo.execute("update silo set exp_time = inc_time - 1 where id = 3");

      transfer("import", silo.options("from"), "2  taken", "1  skipped, expired");
      transfer("import", silo.options("from"), "0  taken", "2  there already");

      try (WarProcess msilo =
              WarProcess.server(home, port, "--domains=example.org", "--trusted=127.0.0.1");
          SipPhone bob = phone("bob")) {
        bob.register();
        List<ReceivedRequest> mail = bob.awaitMessages(2);
        assertIsPlain(mail.get(0).request(), "<sip:alice@example.org>");
        assertIsBinary(mail.get(1).request());
        bob.assertNoMoreMessagesThan(2);
        assertThat(msilo.terminate()).isIn(0, 143);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_msilo_kept_comes_to_the_phone_by_kamailio(Product product) throws Exception {
    try (SiloServer silo = SiloServer.start(product)) {
      try (WarProcess msilo =
              WarProcess.server(home, port, "--domains=example.org", "--trusted=127.0.0.1");
          SipPhone alice = phone("alice")) {
        assertThat(alice.ask(plain(alice)).status()).isEqualTo(202);
        assertThat(alice.ask(binary(alice)).status()).isEqualTo(202);
        assertThat(msilo.terminate()).isIn(0, 143);
      }

      transfer("export", silo.options("to"), "2  taken");
      transfer("export", silo.options("to"), "0  taken", "2  there already");

      try (KamailioITProcess kamailio = kamailio(silo);
          SipPhone bob = phone("bob")) {
        bob.register();
        bob.awaitMessages(2);
        bob.assertNoMoreMessagesThan(2);
        // Kamailio sends all at once.
        List<SipText> mail =
            bob.messages().stream()
                .map(ReceivedRequest::request)
                .sorted((a, b) -> b.the("Content-Type").compareTo(a.the("Content-Type")))
                .toList();
        assertIsPlain(mail.get(0), "<sip:alice@example.org>");
        assertIsBinary(mail.get(1));
        assertThat(kamailio.faults()).isEmpty();
      }
    }
  }

  @Test
  void a_wrong_password_is_told_in_one_line() throws Exception {
    try (SiloServer silo = SiloServer.start(Product.MYSQL);
        WarProcess refused =
            WarProcess.run(
                "import",
                "--home=" + home,
                "--from=" + silo.jdbcUrl().replace("mariadb", "mysql"),
                "--from-user=kamailio",
                "--from-password=wrong")) {
      assertThat(refused.exitValue()).isEqualTo(1);
      assertThat(refused.lines()).hasSize(1);
      assertThat(refused.output())
          .startsWith("msilo: the database jdbc:mysql://127.0.0.1:")
          .endsWith("it refuses the user or the password: correct them");
    }
  }

  private KamailioITProcess kamailio(SiloServer silo) {
    List<String> definitions = new ArrayList<>(List.of(silo.definitions()));
    definitions.add("SELF=\"sip:127.0.0.1:" + port + "\"");
    return KamailioITProcess.start(CONFIGURATION, folder, port, definitions.toArray(String[]::new));
  }

  private void transfer(String command, List<String> options, String... summary) {
    List<String> line = new ArrayList<>(List.of(command, "--home=" + home));
    line.addAll(options);
    try (WarProcess transfer = WarProcess.run(line.toArray(String[]::new))) {
      assertThat(transfer.exitValue()).as(transfer.output()).isZero();
      assertThat(transfer.output()).contains(summary);
    }
  }

  private SipPhone phone(String name) {
    return SipPhone.udp(name + "@example.org", port);
  }

  private static RequestDraft plain(SipPhone alice) {
    return alice
        .message("sip:bob@example.org", TEXT)
        .with("X-Foo", "it's grün \\ \\x41 \"€\"")
        .with("P-Asserted-Identity", "<sip:alice@example.org>");
  }

  private static RequestDraft binary(SipPhone alice) {
    return alice.message("sip:bob@example.org", "").body("application/octet-stream", BYTES);
  }

  private static void assertIsPlain(SipText message, String from) {
    assertThat(new String(message.body(), UTF_8)).isEqualTo(TEXT);
    assertThat(message.the("Content-Type")).isEqualTo("text/plain");
    assertThat(message.the("From")).startsWith(from);
    assertThat(message.the("To")).startsWith("<sip:bob@example.org>");
    assertThat(message.the("X-Foo")).isEqualTo("it's grün \\ \\x41 \"€\"");
    assertThat(message.the("P-Asserted-Identity")).isEqualTo("<sip:alice@example.org>");
    assertThat(message.headers("Date")).hasSize(1);
    assertThat(SipDate.parse(message.the("Date"))).isPresent();
  }

  private static void assertIsBinary(SipText message) {
    assertThat(message.body()).isEqualTo(BYTES);
    assertThat(message.the("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(message.has("X-Foo")).isFalse();
  }
}
