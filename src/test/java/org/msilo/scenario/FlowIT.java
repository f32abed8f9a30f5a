package org.msilo.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;
import org.msilo.testing.wire.TcpClientSocket;
import org.msilo.testing.wire.TcpSocket;
import org.msilo.testing.wire.UdpSocket;

/** Phones are reached where they registered from: behind NAT, and on their connections. */
class FlowIT {
  private static final String BEHIND_NAT = "10.9.9.9:5060";

  private static final TestServer server = TestServer.with("check_time=86400");

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void phone_behind_nat_is_reached_where_its_register_came_from() {
    try (SipPhone alice = server.phone("alice-nat");
        SipPhone bob = server.phone("nat").believesToBeAt(BEHIND_NAT + ";rport")) {
      assertThat(alice.send(bob, "stored").status()).isEqualTo(202);

      SipText answer = bob.ask(bob.registration().contact("<sip:nat@" + BEHIND_NAT + ">"));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.uris("Contact")).containsExactly("sip:nat@" + BEHIND_NAT);
      assertThat(answer.the("Via")).contains("received=127.0.0.1").contains("rport=" + bob.port());

      SipText stored = bob.awaitMessage();
      assertThat(stored.requestUri()).isEqualTo("sip:nat@" + BEHIND_NAT);
      server.awaitEmptyMailbox(bob);
      assertThat(alice.send(bob, "relayed").status()).isEqualTo(200);
      SipText relayed = bob.awaitMessages(2).get(1).request();
      assertThat(relayed.requestUri()).isEqualTo("sip:nat@" + BEHIND_NAT);
    }
  }

  @Test
  void contact_elsewhere_counts_when_the_sender_is_where_it_believes_to_be() {
    try (SipPhone alice = server.phone("alice-other");
        SipPhone desk = server.phone("other");
        SipPhone robot = server.phone("other")) {
      robot.ask(robot.registration().contact("<" + desk.contact() + ">"));

      assertThat(alice.send(desk, "hello").status()).isEqualTo(200);

      assertThat(desk.awaitMessage().text()).isEqualTo("hello");
      robot.assertNoMoreMessagesThan(0);
    }
  }

  @Test
  void phone_on_tcp_is_reached_on_its_connection_and_nowhere_else() {
    TcpClientSocket line = new TcpClientSocket(server.port());
    try (SipPhone alice = server.phone("alice-tcp");
        SipPhone bob = SipPhone.on("tcpflow", line)) {
      assertThat(alice.send(bob, "1").status()).isEqualTo(202);
      bob.register();
      bob.awaitMessages(1);
      server.awaitEmptyMailbox(bob);
      assertThat(alice.send(bob, "2").status()).isEqualTo(200);

      line.hangUp();
      await("the server knows")
          .atMost(SipPhone.PATIENCE)
          .until(() -> alice.send(bob, "3").status() == 202);
      assertThat(alice.send(bob, "4").status()).isEqualTo(202);
      assertThat(alice.ask(alice.request("OPTIONS", bob.aor())).status()).isEqualTo(404);
      try (SipPhone other = server.phone("tcpflow")) {
        assertThat(other.bindings()).as("it lives on for the registrar").hasSize(1);
      }

      bob.register();
      bob.awaitMessages(4);
      bob.assertNoMoreMessagesThan(4);
      assertThat(bob.texts()).containsExactly("1", "2", "3", "4");
    }
  }

  @Test
  void host_that_is_no_address_is_reached_on_its_connection() {
    TcpClientSocket line = new TcpClientSocket(server.port());
    try (SipPhone alice = server.phone("alice-inv");
        SipPhone bob = SipPhone.on("inv", line).believesToBeAt("a1b2c3.invalid")) {
      bob.register();
      assertThat(alice.send(bob, "1").status()).isEqualTo(200);
      assertThat(bob.awaitMessage().requestUri()).isEqualTo("sip:inv@a1b2c3.invalid;transport=tcp");

      line.hangUp();
      await("the server knows")
          .atMost(SipPhone.PATIENCE)
          .until(() -> alice.send(bob, "2").status() == 202);
      bob.register();
      assertThat(bob.awaitMessages(2)).hasSize(2);
    }
  }

  @Test
  void phone_that_listens_is_connected_to_when_its_connection_is_gone() {
    TcpSocket line = new TcpSocket(server.port());
    try (SipPhone alice = server.phone("alice-listen");
        SipPhone bob = SipPhone.on("listen", line)) {
      bob.register();
      assertThat(alice.send(bob, "1").status()).isEqualTo(200);
      assertThat(line.accepted()).isZero();

      line.hangUp();
      await("the server calls")
          .atMost(SipPhone.PATIENCE)
          .until(() -> alice.send(bob, "2").status() == 200 && line.accepted() == 1);
    }
  }

  @Test
  void message_goes_by_the_next_flow_of_the_device_when_one_fails() {
    TcpClientSocket first = new TcpClientSocket(server.port());
    TcpClientSocket second = new TcpClientSocket(server.port());
    try (SipPhone alice = server.phone("alice-ob");
        SipPhone one = SipPhone.on("ob", first).believesToBeAt("10.1.1.1:5060");
        SipPhone two = SipPhone.on("ob", second).believesToBeAt("10.1.1.1:5060").answers(430)) {
      register(one, 1);
      register(two, 2);
      assertThat(one.bindings()).as("one contact, two flows").hasSize(2);

      assertThat(alice.send(one, "1").status()).as("kept: 430 on the flow").isEqualTo(202);

      assertThat(one.awaitMessage().text()).isEqualTo("1");
      server.awaitEmptyMailbox(one);
      two.answers(200);
      second.hangUp();
      await("one flow left")
          .atMost(SipPhone.PATIENCE)
          .until(() -> alice.send(one, "2").status() == 200 && one.texts().contains("2"));
      assertThat(one.texts().stream().distinct().toList()).containsExactly("1", "2");
    }
  }

  @Test
  void outbound_is_said_to_be_in_effect_or_refused() {
    TcpClientSocket line = new TcpClientSocket(server.port());
    try (SipPhone bob = SipPhone.on("rfc5626", line);
        SipPhone udp = server.phone("rfc5626u")) {
      SipText direct = register(bob, 1);
      assertThat(direct.status()).isEqualTo(200);
      assertThat(direct.the("Require")).isEqualTo("outbound");
      assertThat(direct.the("Flow-Timer")).isEqualTo("120");
      assertThat(direct.the("Contact")).contains("reg-id=1").contains("+sip.instance=");

      SipText overUdp = register(udp, 1);
      assertThat(overUdp.status()).isEqualTo(200);
      assertThat(overUdp.has("Require")).isFalse();

      assertThat(bob.ask(byEdge(bob, "<sip:edge@192.0.2.9;lr;ob>")).the("Require"))
          .isEqualTo("outbound");
      assertThat(bob.ask(byEdge(bob, "<sip:192.0.2.9;lr>")).status()).isEqualTo(439);
    }
  }

  @Test
  void keep_alive_is_answered_on_tcp_and_harmless_on_udp() {
    TcpClientSocket line = new TcpClientSocket(server.port());
    try (SipPhone bob = SipPhone.on("ping", line);
        SipPhone udp = SipPhone.on("ping-udp", new UdpSocket(server.port()))) {
      bob.register();
      bob.sendBytes("\r\n\r\n".getBytes(UTF_8));
      await("a pong").atMost(SipPhone.PATIENCE).until(() -> line.pongs() == 1);
      bob.sendBytes("\r\n\r\n".getBytes(UTF_8));
      await("another").atMost(SipPhone.PATIENCE).until(() -> line.pongs() == 2);
      assertThat(bob.register().status()).isEqualTo(200);

      byte[] stunBindingRequest = new byte[20];
      stunBindingRequest[1] = 1;
      for (byte[] keepAlive :
          List.of("\r\n\r\n".getBytes(UTF_8), new byte[4], stunBindingRequest)) {
        udp.sendBytes(keepAlive);
      }
      assertThat(udp.register().status()).isEqualTo(200);
    }
  }

  private static SipText register(SipPhone phone, int regId) {
    return phone.ask(
        phone
            .registration()
            .with("Supported", "path, outbound")
            .contact("<" + phone.contact() + ">;+sip.instance=\"<urn:uuid:1>\";reg-id=" + regId));
  }

  private static RequestDraft byEdge(SipPhone phone, String path) {
    return phone
        .registration()
        .with("Supported", "path, outbound")
        .with("Path", path)
        .contact("<" + phone.contact() + ">;+sip.instance=\"<urn:uuid:2>\";reg-id=1");
  }
}
