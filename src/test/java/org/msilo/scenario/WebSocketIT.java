package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.SipText;
import org.msilo.testing.wire.TcpClientSocket;
import org.msilo.testing.wire.WebSocketSocket;

/** A browser's phone: reached on its WebSocket, and only there (RFC 7118). */
@NotStandalone("the Tomcat has no connector for WebSocket")
class WebSocketIT {
  private static final TestServer server = TestServer.with("check_time=1").webSocket();

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void mail_comes_on_the_socket_it_registered_on_and_on_the_next_one_after_that() {
    WebSocketSocket line = new WebSocketSocket(server.webSocketPort());
    try (SipPhone alice = server.phone("alice");
        SipPhone bob = SipPhone.on("bob", line).believesToBeAt("df7jal23ls0d.invalid")) {
      assertThat(alice.send(bob, "1").status()).isEqualTo(202);
      assertThat(bob.register().status()).isEqualTo(200);
      SipText first = bob.awaitMessage();
      // The stack writes the address of the connection in place of the host that is none.
      assertThat(first.requestUri()).startsWith("sip:bob@").endsWith(";transport=ws");
      assertThat(first.the("Via")).startsWith("SIP/2.0/WS");
      server.awaitEmptyMailbox(bob);
      assertThat(alice.send(bob, "2").status()).isEqualTo(200);

      line.hangUp();
      await("the server knows")
          .atMost(SipPhone.PATIENCE)
          .until(() -> alice.send(bob, "3").status() == 202);
      bob.assertNoMoreMessagesThan(2);

      bob.register();
      bob.awaitMessages(3);
      server.awaitEmptyMailbox(bob);
      assertThat(bob.texts()).containsExactly("1", "2", "3");
    }
  }

  @Test
  void phone_on_tcp_is_reached_on_its_connection_beside_websocket_too() {
    TcpClientSocket line = new TcpClientSocket(server.port());
    try (SipPhone alice = server.phone("alice");
        SipPhone carol = SipPhone.on("carol", line)) {
      carol.register();
      assertThat(alice.send(carol, "1").status()).isEqualTo(200);

      line.hangUp();
      await("the server knows")
          .atMost(SipPhone.PATIENCE)
          .until(() -> alice.send(carol, "2").status() == 202);
      carol.register();
      assertThat(carol.awaitMessages(2)).hasSize(2);
    }
  }
}
