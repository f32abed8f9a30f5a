package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;

/** What the sender of a stored message is told, and when he is told nothing. */
class NoticeIT {
  private static final String REGISTRAR = "sip:msilo@127.0.0.1";
  private static final TestServer server =
      TestServer.with("registrar=" + REGISTRAR, "offline_message=Later: {to} is away.");

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void sender_is_told_at_the_contact_of_his_message() {
    try (SipPhone alice = server.phone("alice1");
        SipPhone bob = server.phone("bob1")) {
      assertThat(alice.ask(withContact(alice, bob, "hello")).status()).isEqualTo(202);

      SipText notice = alice.awaitMessage();

      assertThat(notice.requestUri()).isEqualTo(alice.contact());
      assertThat(notice.uris("From")).containsExactly(REGISTRAR);
      assertThat(notice.uris("To")).containsExactly(alice.aor());
      assertThat(notice.text()).isEqualTo("Later: " + bob.aor() + " is away.");
      assertThat(notice.the("Content-Type")).startsWith("text/plain");
      assertThat(notice.has("Contact")).isFalse();
      alice.assertNoMoreMessagesThan(1);
    }
  }

  @Test
  void sender_without_a_contact_in_his_message_is_told_where_he_is_registered() {
    try (SipPhone alice = server.phone("alice2");
        SipPhone bob = server.phone("bob2")) {
      alice.register();
      assertThat(alice.send(bob, "hello").status()).isEqualTo(202);

      SipText notice = alice.awaitMessage();

      assertThat(notice.requestUri()).isEqualTo(alice.contact());
      assertThat(notice.text()).contains(bob.aor());
    }
  }

  @Test
  void notice_is_addressed_to_the_from_uri_of_the_sender() {
    try (SipPhone alice = server.phone("alice3");
        SipPhone bob = server.phone("bob3")) {
      String from = "sip:alice3@localhost.localdomain";
      RequestDraft draft =
          withContact(alice, bob, "hello").set("From", "<" + from + ">;tag=elsewhere");
      assertThat(alice.ask(draft).status()).isEqualTo(202);

      assertThat(alice.awaitMessage().uris("To")).containsExactly(from);
    }
  }

  @Test
  void absent_sender_leaves_no_stored_notice_behind() {
    try (SipPhone alice = server.phone("alice4");
        SipPhone bob = server.phone("bob4")) {
      assertThat(alice.send(bob, "hello").status()).isEqualTo(202);
      alice.assertNoMoreMessagesThan(0);

      alice.register();

      alice.assertNoMoreMessagesThan(0);
      assertThat(server.rowsFor(alice)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"message/imdn+xml", "Message/IMDN+xml; charset=utf-8"})
  void delivery_report_is_stored_and_nobody_is_told(String contentType) {
    try (SipPhone alice = server.phone("alice5");
        SipPhone bob = server.phone("bob5-" + contentType.length())) {
      RequestDraft report = withContact(alice, bob, "").body(contentType, "<imdn/>");
      assertThat(alice.ask(report).status()).isEqualTo(202);

      alice.assertNoMoreMessagesThan(0);
      bob.register();
      assertThat(bob.awaitMessage().text()).isEqualTo("<imdn/>");
    }
  }

  @Test
  void mail_to_the_registrar_address_is_not_stored_and_nobody_is_told() {
    try (SipPhone alice = server.phone("alice6");
        SipPhone registrar = server.phone("msilo")) {
      SipText answer =
          alice.begin(withContact(alice, registrar, "are you there?")).onlyFinalResponse();

      assertThat(answer.status()).isGreaterThanOrEqualTo(300);
      assertThat(server.rowsFor(registrar)).isZero();
      alice.assertNoMoreMessagesThan(0);
    }
  }

  @Test
  void mail_from_the_registrar_address_is_not_stored_and_nobody_is_told() {
    try (SipPhone registrar = server.phone("msilo");
        SipPhone bob = server.phone("bob7")) {
      SipText answer = registrar.begin(withContact(registrar, bob, "a notice")).onlyFinalResponse();

      assertThat(answer.status()).isGreaterThanOrEqualTo(300);
      assertThat(server.rowsFor(bob)).isZero();
      registrar.assertNoMoreMessagesThan(0);
    }
  }

  @Test
  void message_that_reached_its_recipient_needs_no_notice() {
    try (SipPhone alice = server.phone("alice8");
        SipPhone bob = server.phone("bob8")) {
      bob.register();

      assertThat(alice.ask(withContact(alice, bob, "hello")).status()).isEqualTo(200);

      alice.assertNoMoreMessagesThan(0);
    }
  }

  @Test
  void repeated_message_needs_no_second_notice() {
    try (SipPhone alice = server.phone("alice9");
        SipPhone bob = server.phone("bob9")) {
      RequestDraft draft = withContact(alice, bob, "hello");
      assertThat(alice.ask(draft).status()).isEqualTo(202);
      assertThat(alice.ask(draft).status()).isEqualTo(202);

      alice.awaitMessages(1);
      alice.assertNoMoreMessagesThan(1);
    }
  }

  @Test
  void notice_nobody_takes_is_neither_stored_nor_told_about() {
    try (SipPhone alice = server.phone("alice10").answers(480);
        SipPhone bob = server.phone("bob10")) {
      alice.register();
      assertThat(alice.send(bob, "hello").status()).isEqualTo(202);

      alice.awaitMessages(1);

      alice.assertNoMoreMessagesThan(1);
      assertThat(server.rowsFor(alice)).isZero();
    }
  }

  @Test
  void sender_hears_that_the_recipient_declined_the_stored_message() {
    try (SipPhone alice = server.phone("alice11");
        SipPhone bob = server.phone("bob11").answers(603)) {
      assertThat(alice.ask(withContact(alice, bob, "hello")).status()).isEqualTo(202);
      alice.awaitMessages(1);

      bob.register();

      SipText declined = alice.awaitMessages(2).get(1).request();
      assertThat(declined.uris("From")).containsExactly(REGISTRAR);
      assertThat(declined.text()).contains(bob.aor()).isNotEqualTo(alice.texts().get(0));
    }
  }

  @Test
  void use_contact_0_and_next_hop_lead_the_notice_to_the_from_uri_by_the_proxy() {
    int unused = 9;
    try (SipPhone outbound = SipPhone.udp("outbound", unused);
        TestServer other =
            TestServer.with(
                    "registrar=" + REGISTRAR,
                    "use_contact=0",
                    "next_hop=sip:127.0.0.1:" + outbound.port())
                .start();
        SipPhone alice = other.phone("alice@atlanta.example");
        SipPhone dora = other.phone("dora");
        SipPhone bob = other.phone("bob")) {
      assertThat(alice.ask(withContact(alice, bob, "hello")).status()).isEqualTo(202);
      SipText notice = outbound.awaitMessage();
      assertThat(notice.requestUri()).isEqualTo("sip:alice@atlanta.example");
      assertThat(notice.text()).contains(bob.aor());

      dora.register();
      RequestDraft elsewhere = dora.message(bob.aor(), "hi").contact("<" + alice.contact() + ">");
      assertThat(dora.ask(elsewhere).status()).isEqualTo(202);

      SipText local = outbound.awaitMessages(2).get(1).request();
      assertThat(local.requestUri()).isEqualTo(dora.contact());
      assertThat(local.uris("To")).containsExactly(dora.aor());
      assertThat(local.text()).contains(bob.aor());
      assertThat(dora.received()).isEmpty();
      assertThat(alice.received()).isEmpty();
    }
  }

  private static RequestDraft withContact(SipPhone from, SipPhone to, String text) {
    return from.message(to.aor(), text).contact("<" + from.contact() + ">");
  }
}
