package org.msilo.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;

/** What is answered before any mailbox is looked at. */
class RefusalIT {
  private static final TestServer server = TestServer.with();

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void options_to_the_server_tells_what_it_can_do() {
    try (SipPhone alice = server.phone("alice1")) {
      SipText answer = alice.begin(alice.request("OPTIONS", server.uri())).onlyFinalResponse();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.values("Allow")).contains("OPTIONS", "REGISTER", "MESSAGE");
      assertThat(answer.values("Accept")).isNotEmpty();
    }
  }

  @Test
  void options_over_tcp_is_answered_too() {
    try (SipPhone alice = server.tcpPhone("alice2")) {
      assertThat(alice.ask(alice.request("OPTIONS", server.uri())).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MESSAGE", "OPTIONS"})
  void request_without_forwards_left_is_483_for_a_bound_user(String method) {
    assertNoForwardsLeftIs483(method);
  }

  @Test
  @NotStandalone("a Tomcat of others keeps INFO outside of a dialog to itself")
  void info_without_forwards_left_is_483_for_a_bound_user() {
    assertNoForwardsLeftIs483("INFO");
  }

  private static void assertNoForwardsLeftIs483(String method) {
    try (SipPhone alice = server.phone("alice3");
        SipPhone bob = server.phone("bob3")) {
      bob.register();
      RequestDraft draft = alice.request(method, bob.aor()).set("Max-Forwards", "0");

      assertThat(alice.begin(draft).onlyFinalResponse().status()).isEqualTo(483);

      assertThat(bob.received()).isEmpty();
    }
  }

  @Test
  void message_without_forwards_left_is_483_for_an_absent_user_and_not_stored() {
    try (SipPhone alice = server.phone("alice4");
        SipPhone bob = server.phone("bob4")) {
      RequestDraft draft = alice.message(bob.aor(), "hi").set("Max-Forwards", "0");

      assertThat(alice.begin(draft).onlyFinalResponse().status()).isEqualTo(483);

      assertThat(server.rowsFor(bob)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MESSAGE", "OPTIONS"})
  void request_for_another_domain_is_403(String method) {
    assertAnotherDomainIs403(method);
  }

  @Test
  @NotStandalone("a Tomcat of others keeps INFO outside of a dialog to itself")
  void info_for_another_domain_is_403() {
    assertAnotherDomainIs403("INFO");
  }

  private static void assertAnotherDomainIs403(String method) {
    try (SipPhone alice = server.phone("alice5");
        SipPhone bob = server.phone("bob@elsewhere.example")) {
      RequestDraft draft = alice.request(method, bob.aor());

      assertThat(alice.begin(draft).onlyFinalResponse().status()).isEqualTo(403);

      assertThat(server.rowsFor(bob)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Call-ID", "From", "CSeq", "To"})
  void message_without_a_mandatory_header_field_is_never_stored(String missing) {
    try (SipPhone alice = server.phone("alice6");
        SipPhone bob = server.phone("bob-without-" + missing)) {
      alice.sendBytes(
          alice
              .message(bob.aor(), "broken")
              .without(missing)
              .bytes("SIP/2.0/UDP 127.0.0.1:" + alice.port() + ";branch=z9hG4bK-" + missing));

      assertOnlyTheNextIsDelivered(alice, bob);
    }
  }

  @Test
  void garbage_is_survived() {
    try (SipPhone alice = server.phone("alice7");
        SipPhone stream = server.tcpPhone("alice7");
        SipPhone bob = server.phone("bob7")) {
      byte[] noise = new byte[700];
      new Random(7).nextBytes(noise);
      alice.sendBytes(noise);
      alice.sendBytes("MESSAGE sip:bob7@127.0.0.1 SIP/2.0\r\n\r\n".getBytes(UTF_8));
      alice.sendBytes("MESSAGE  SIP/2.0\r\nVia: \r\n\r\n".getBytes(UTF_8));
      alice.sendBytes("\r\n\r\n".getBytes(UTF_8));
      stream.sendBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));

      assertOnlyTheNextIsDelivered(alice, bob);
    }
  }

  @Test
  void domain_that_was_set_is_local_and_another_is_not() {
    try (TestServer named = TestServer.with("domains=biloxi.example").start();
        SipPhone alice = named.phone("alice@biloxi.example");
        SipPhone bob = named.phone("bob@BILOXI.example")) {
      assertThat(alice.send(bob, "hello").status()).isEqualTo(202);
      assertThat(alice.ask(alice.message("sip:bob@atlanta.example", "hello")).status())
          .isEqualTo(403);

      assertThat(bob.register().status()).isEqualTo(200);

      assertThat(bob.awaitMessage().text()).isEqualTo("hello");
    }
  }

  private static void assertOnlyTheNextIsDelivered(SipPhone alice, SipPhone bob) {
    assertThat(alice.send(bob, "marker").status()).isEqualTo(202);
    bob.register();
    assertThat(bob.awaitMessage().text()).isEqualTo("marker");
    bob.assertNoMoreMessagesThan(1);
  }
}
