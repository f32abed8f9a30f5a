package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;

/** Whose mailbox it is (mode) and where its mail goes (next_hop), by setting and by Route. */
class ModeIT {
  @Test
  void mode_0_takes_the_request_uri_and_without_an_address_there_the_to() {
    try (TestServer server = TestServer.with().start()) {
      assertModesByRequestUri(server, "");
    }
  }

  @Test
  void mode_1_takes_the_received_request_uri_and_without_an_address_there_the_to() {
    try (TestServer server = TestServer.with("mode=1").start()) {
      assertModesByRequestUri(server, "");
    }
  }

  @Test
  void setting_mode_2_takes_the_to_and_setting_next_hop_leads_mail_there() {
    int unused = 9;
    try (SipPhone outbound = SipPhone.udp("outbound", unused);
        TestServer server =
            TestServer.with("mode=2", "next_hop=sip:127.0.0.1:" + outbound.port()).start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob");
        SipPhone carol = server.phone("carol")) {
      RequestDraft draft = alice.message(bob.aor(), "hi").set("To", "<" + carol.aor() + ">");
      assertThat(alice.ask(draft).status()).isEqualTo(202);

      bob.register();
      carol.register();

      assertThat(outbound.awaitMessage().requestUri()).isEqualTo(carol.contact());
      outbound.assertNoMoreMessagesThan(1);
      assertThat(bob.received()).isEmpty();
      assertThat(carol.received()).isEmpty();
      server.awaitEmptyMailbox(carol);
    }
  }

  @Test
  void route_parameters_choose_mode_and_next_hop_for_one_message() {
    try (TestServer server = TestServer.with().start();
        SipPhone outbound = server.phone("outbound");
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob");
        SipPhone carol = server.phone("carol")) {
      String route =
          "<sip:msilo@127.0.0.1:%d;lr;mode=2;next_hop=sip%%3A127.0.0.1%%3A%d>"
              .formatted(server.port(), outbound.port());
      RequestDraft routed =
          alice
              .message(bob.aor(), "routed")
              .set("To", "<" + carol.aor() + ">")
              .with("Route", route);
      assertThat(alice.ask(routed).status()).isEqualTo(202);
      assertThat(alice.send(carol, "plain").status()).isEqualTo(202);

      bob.register();
      carol.register();

      SipText message = outbound.awaitMessage();
      assertThat(message.text()).isEqualTo("routed");
      assertThat(message.requestUri()).isEqualTo(carol.contact());
      assertThat(carol.awaitMessage().text()).isEqualTo("plain");
      assertThat(bob.received()).isEmpty();
    }
  }

  @Test
  void route_parameter_mode_1_wins_over_the_setting() {
    try (TestServer server = TestServer.with("mode=2").start()) {
      assertModesByRequestUri(server, "<sip:msilo@127.0.0.1:" + server.port() + ";lr;mode=1>");
    }
  }

  private static void assertModesByRequestUri(TestServer server, String route) {
    try (SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob");
        SipPhone carol = server.phone("carol")) {
      RequestDraft toBob = alice.message(bob.aor(), "bob").set("To", "<" + carol.aor() + ">");
      RequestDraft toServer =
          alice.message(server.uri(), "carol").set("To", "<" + carol.aor() + ">");
      if (!route.isEmpty()) {
        toBob.with("Route", route);
        toServer.with("Route", route);
      }
      assertThat(alice.ask(toBob).status()).isEqualTo(202);
      assertThat(alice.ask(toServer).status()).isEqualTo(202);

      bob.register();
      carol.register();

      assertThat(bob.awaitMessage().text()).isEqualTo("bob");
      assertThat(carol.awaitMessage().text()).isEqualTo("carol");
    }
  }
}
