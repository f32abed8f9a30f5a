package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.Certificate;
import org.msilo.testing.FreePort;
import org.msilo.testing.Homes;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;
import org.msilo.testing.wire.SipText;
import org.msilo.testing.wire.TcpClientSocket;
import org.msilo.testing.wire.WebSocketSocket;

/** Phones on TLS and on WebSocket over TLS are reached on their connections (RFC 5626, 7118). */
@NotStandalone("the Tomcat has no connector for either")
class TlsFlowIT {
  private static final Duration PATIENCE = SipPhone.PATIENCE.multipliedBy(2);

  private final int port = FreePort.find();
  private final int tlsPort = FreePort.find();
  private final int wssPort = FreePort.find();
  @TempDir private Path home;
  private Certificate certificate;

  @BeforeEach
  void makeCertificate() {
    certificate = Certificate.in(home);
  }

  @Test
  void phone_on_tls_is_reached_on_its_connection_and_nowhere_else() {
    try (WarProcess server = start("tls:127.0.0.1:" + tlsPort)) {
      playOnTls();
      server.terminate();
    }
  }

  /** WebSocket is served by other parts of the stack, which leave those of TLS as they are. */
  @Test
  void phone_on_tls_is_reached_on_its_connection_beside_websocket_too() {
    try (WarProcess server = startWithBoth()) {
      playOnTls();
      server.terminate();
    }
  }

  @Test
  void browser_is_reached_on_its_websocket_over_tls_and_nowhere_else() {
    try (WarProcess server = startWithBoth()) {
      WebSocketSocket line = new WebSocketSocket(wssPort, certificate.trusted());
      try (SipPhone browser = SipPhone.on("bob", line).believesToBeAt("df7jal23ls0d.invalid")) {
        play(browser, "WSS", line::hangUp);
      }
      server.terminate();
    }
  }

  @Test
  void message_to_a_sips_uri_waits_for_a_phone_on_tls() {
    try (WarProcess server = start("tls:127.0.0.1:" + tlsPort);
        SipPhone alice = SipPhone.udp("alice", port);
        SipPhone plain = SipPhone.udp("bob", port);
        SipPhone secure =
            SipPhone.on(
                "bob", new TcpClientSocket(tlsPort, certificate.trusted().getSocketFactory()))) {
      String sips = "sips:" + plain.contact().substring("sip:".length());
      assertThat(plain.ask(plain.registration().contact("<" + sips + ">")).status()).isEqualTo(403);
      assertThat(plain.register().status()).isEqualTo(200);
      String bob = "sips:" + plain.aor().substring("sip:".length());
      assertThat(alice.ask(alice.message(bob, "secret")).status()).isEqualTo(202);
      plain.assertNoMoreMessagesThan(0);

      String contact = "<sips:bob@127.0.0.1:" + secure.port() + ">";
      assertThat(secure.ask(secure.registration().contact(contact)).status()).isEqualTo(200);
      assertThat(secure.awaitMessage().text()).isEqualTo("secret");
      awaitEmptySilo();
      assertThat(alice.ask(alice.message(bob, "again")).status()).isEqualTo(200);
      assertThat(secure.texts()).containsExactly("secret", "again");
      assertThat(plain.texts()).isEmpty();
      server.terminate();
    }
  }

  private void playOnTls() {
    TcpClientSocket line = new TcpClientSocket(tlsPort, certificate.trusted().getSocketFactory());
    try (SipPhone phone = SipPhone.on("bob", line)) {
      play(phone, "TLS", line::hangUp);
    }
  }

  /** Nobody listens where Bob's phone is: what it gets came on the connection it opened. */
  private void play(SipPhone bob, String transport, Runnable hangUp) {
    try (SipPhone alice = SipPhone.udp("alice", port)) {
      assertThat(alice.send(bob, "1").status()).isEqualTo(202);
      assertThat(bob.register().status()).isEqualTo(200);
      SipText first = bob.awaitMessage();
      assertThat(first.the("Via")).startsWith("SIP/2.0/" + transport + " ");
      awaitEmptySilo();
      assertThat(alice.send(bob, "2").status()).isEqualTo(200);

      hangUp.run();
      await("the server knows").atMost(PATIENCE).until(() -> alice.send(bob, "3").status() == 202);
      assertThat(alice.send(bob, "4").status()).isEqualTo(202);
      bob.assertNoMoreMessagesThan(2);

      assertThat(bob.register().status()).isEqualTo(200);
      bob.awaitMessages(4);
      awaitEmptySilo();
      assertThat(bob.texts()).containsExactly("1", "2", "3", "4");
      assertThat(alice.send(bob, "5").status()).isEqualTo(200);
    }
  }

  private void awaitEmptySilo() {
    await("empty silo").atMost(PATIENCE).until(() -> Homes.rows(home) == 0);
  }

  private WarProcess startWithBoth() {
    return start("tls:127.0.0.1:%d,wss:127.0.0.1:%d".formatted(tlsPort, wssPort));
  }

  private WarProcess start(String secure) {
    List<String> arguments = new ArrayList<>(certificate.settings());
    arguments.addAll(
        List.of(
            "--home=" + home,
            "--listen=udp:127.0.0.1:%d,%s".formatted(port, secure),
            "--http=off",
            "--check_time=1",
            "--db_url=jdbc:h2:file:%s/silo;AUTO_SERVER=TRUE".formatted(home)));
    return WarProcess.run(arguments.toArray(String[]::new)).awaitReady();
  }
}
