package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.SipText;
import org.msilo.testing.wire.TcpClientSocket;

/** Messages of more than 1300 bytes: where datagrams need not carry them, if there is a choice. */
class LargeMessageIT {
  private static final String LARGE = "x".repeat(3000);

  @Test
  void large_message_goes_over_udp_when_there_is_nothing_better() {
    try (TestServer server = TestServer.with().start();
        SipPhone alice = server.tcpPhone("alice");
        SipPhone bob = server.phone("bob")) {
      assertThat(alice.send(bob, LARGE).status()).isEqualTo(202);
      bob.register();
      assertThat(bob.awaitMessage().the("Via")).startsWith("SIP/2.0/UDP");
      server.awaitEmptyMailbox(bob);

      assertThat(alice.send(bob, LARGE).status()).isEqualTo(200);
      assertThat(bob.awaitMessages(2).get(1).text()).isEqualTo(LARGE);
    }
  }

  @Test
  void large_message_waits_for_another_transport_when_udp_is_not_to_carry_it() {
    try (TestServer server = TestServer.with("large_over_udp=0", "check_time=1").start();
        SipPhone alice = server.tcpPhone("alice");
        SipPhone bob = server.phone("bob");
        SipPhone bobOnTcp = SipPhone.on("bob", new TcpClientSocket(server.port()))) {
      bob.register();
      assertThat(alice.send(bob, "small").status()).isEqualTo(200);
      assertThat(alice.send(bob, LARGE).status()).isEqualTo(202);
      assertThat(alice.send(bob, "behind it").status()).isEqualTo(202);
      bob.register();
      bob.assertNoMoreMessagesThan(1);
      assertThat(server.rowsFor(bob)).isEqualTo(2);

      bobOnTcp.register();

      bobOnTcp.awaitMessages(1);
      server.awaitEmptyMailbox(bob);
      SipText large = bobOnTcp.messages().get(0).request();
      assertThat(large.text()).isEqualTo(LARGE);
      assertThat(large.the("Via")).startsWith("SIP/2.0/TCP");
    }
  }

  @Test
  void flow_with_congestion_control_is_preferred_for_a_large_message() {
    try (TestServer server = TestServer.with().start();
        SipPhone alice = server.tcpPhone("alice");
        SipPhone tcp = SipPhone.on("bob", new TcpClientSocket(server.port()));
        SipPhone udp = server.phone("bob")) {
      register(tcp, 1);
      register(udp, 2);

      assertThat(alice.send(tcp, LARGE).status()).isEqualTo(200);
      assertThat(tcp.awaitMessage().text()).isEqualTo(LARGE);
      assertThat(alice.send(tcp, "small").status()).isEqualTo(200);
      assertThat(udp.awaitMessage().text()).as("the flow that registered last").isEqualTo("small");
      assertThat(tcp.messages()).hasSize(1);
    }
  }

  private static void register(SipPhone phone, int regId) {
    phone.ask(
        phone
            .registration()
            .contact("<" + phone.contact() + ">;+sip.instance=\"<urn:uuid:1>\";reg-id=" + regId));
  }
}
