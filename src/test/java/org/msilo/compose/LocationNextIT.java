package org.msilo.compose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.testing.SentRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;

/** location=next: the registrar is behind msilo, and its word counts. */
class LocationNextIT {
  private static final ScriptedRegistrar registrar = new ScriptedRegistrar();
  private static final TestServer server =
      TestServer.with("location=next", registrar.setting(), "fr_timer=1");

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
    registrar.close();
  }

  // REGISTER.

  @Test
  void register_is_proxied_and_the_registrars_answer_comes_back_alone() {
    try (SipPhone bob = server.phone("bob1")) {
      registrar.lists(bob, "<" + bob.contact() + ">;expires=77");

      SentRequest register = bob.begin(registration(bob).with("X-Trace", "1"));

      SipText answer = register.onlyFinalResponse();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers("Contact")).containsExactly("<" + bob.contact() + ">;expires=77");
      assertThat(registrar.received("REGISTER", bob)).hasSize(1);
      SipText passed = registrar.received("REGISTER", bob).get(0);
      assertThat(passed.requestUri()).isEqualTo("sip:127.0.0.1");
      assertThat(passed.callId()).isEqualTo(register.request().callId());
      assertThat(passed.the("CSeq")).isEqualTo(register.request().the("CSeq"));
      assertThat(passed.uris("Contact")).containsExactly(bob.contact());
      assertThat(passed.the("X-Trace")).isEqualTo("1");
      assertThat(passed.the("Max-Forwards")).isEqualTo("69");
      assertThat(passed.values("Via")).hasSize(2);
      assertThat(passed.has("Record-Route")).isFalse();
    }
  }

  @Test
  void mail_goes_to_the_contacts_of_the_2xx_and_not_to_those_of_the_register() {
    try (SipPhone alice = server.phone("alice2");
        SipPhone bob = server.phone("bob2");
        SipPhone desk = server.phone("bob2");
        SipPhone former = server.phone("bob2")) {
      leaveMail(alice, bob);
      registrar.lists(
          bob,
          "<" + former.contact() + ">;expires=0",
          "<" + desk.contact() + ">;expires=600;q=0.5");

      assertThat(bob.ask(registration(bob)).status()).isEqualTo(200);

      assertThat(desk.awaitMessage().requestUri()).isEqualTo(desk.contact());
      desk.assertNoMoreMessagesThan(1);
      assertThat(bob.messages()).isEmpty();
      assertThat(former.messages()).isEmpty();
      server.awaitEmptyMailbox(bob);
    }
  }

  @Test
  void expires_of_the_2xx_counts_for_a_contact_without_one() {
    try (SipPhone alice = server.phone("alice3");
        SipPhone bob = server.phone("bob3")) {
      leaveMail(alice, bob);
      registrar.on(
          "REGISTER",
          bob,
          request -> request.answer(200, "Contact: <" + bob.contact() + ">", "Expires: 600"));

      assertThat(bob.ask(registration(bob)).status()).isEqualTo(200);

      assertThat(bob.awaitMessage().text()).isEqualTo("mail");
      server.awaitEmptyMailbox(bob);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 423, 500})
  void a_refused_register_starts_nothing(int status) {
    try (SipPhone alice = server.phone("alice4-" + status);
        SipPhone bob = server.phone("bob4-" + status)) {
      leaveMail(alice, bob);
      registrar.answers("REGISTER", bob, status);

      SentRequest register = bob.begin(registration(bob));

      assertThat(register.onlyFinalResponse().status()).isEqualTo(status);
      bob.assertNoMoreMessagesThan(0);
      assertThat(server.rowsFor(bob)).isEqualTo(1);
    }
  }

  @Test
  void after_the_challenge_the_accepted_register_starts_the_dump() {
    try (SipPhone alice = server.phone("alice5");
        SipPhone bob = server.phone("bob5")) {
      leaveMail(alice, bob);
      registrar.on(
          "REGISTER",
          bob,
          request -> {
            if (request.request().has("Authorization")) {
              request.answer(200, "Contact: <" + bob.contact() + ">;expires=600");
            } else {
              request.answer(401, "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"");
            }
          });

      SipText challenge = bob.ask(registration(bob));
      assertThat(challenge.status()).isEqualTo(401);
      assertThat(challenge.the("WWW-Authenticate")).contains("nonce=\"n\"");
      RequestDraft again =
          registration(bob).with("Authorization", "Digest username=\"bob\", realm=\"r\"");
      assertThat(bob.ask(again).status()).isEqualTo(200);

      assertThat(bob.awaitMessage().text()).isEqualTo("mail");
      server.awaitEmptyMailbox(bob);
    }
  }

  @Test
  void a_2xx_that_lists_nothing_starts_nothing() {
    try (SipPhone alice = server.phone("alice6");
        SipPhone bob = server.phone("bob6")) {
      leaveMail(alice, bob);
      registrar.lists(bob);

      assertThat(bob.unregister().status()).isEqualTo(200);

      bob.assertNoMoreMessagesThan(0);
      assertThat(server.rowsFor(bob)).isEqualTo(1);
    }
  }

  @Test
  void path_of_the_register_is_the_route_of_the_mail() {
    try (SipPhone alice = server.phone("alice7");
        SipPhone edge = server.phone("edge7");
        SipPhone bob = server.phone("bob7")) {
      leaveMail(alice, bob);
      String path = "sip:127.0.0.1:" + edge.port() + ";lr";
      registrar.lists(bob, "<" + bob.contact() + ">;expires=600");

      assertThat(bob.ask(registration(bob).with("Path", "<" + path + ">")).status()).isEqualTo(200);

      SipText message = edge.awaitMessage();
      assertThat(message.requestUri()).isEqualTo(bob.contact());
      assertThat(message.uris("Route")).containsExactly(path);
      assertThat(registrar.received("REGISTER", bob).get(0).uris("Path")).containsExactly(path);
      assertThat(bob.messages()).isEmpty();
    }
  }

  // MESSAGE.

  @ParameterizedTest
  @ValueSource(ints = {200, 202})
  void a_2xx_of_the_next_hop_comes_back_and_nothing_is_kept(int status) {
    try (SipPhone alice = server.phone("alice8-" + status);
        SipPhone bob = server.phone("bob8-" + status)) {
      registrar.answers("MESSAGE", bob, status);

      SentRequest request = alice.begin(alice.message(bob.aor(), "hello"));

      assertThat(request.onlyFinalResponse().status()).isEqualTo(status);
      assertThat(registrar.received("MESSAGE", bob)).hasSize(1);
      SipText passed = registrar.received("MESSAGE", bob).get(0);
      assertThat(passed.requestUri()).isEqualTo(bob.aor());
      assertThat(passed.callId()).isEqualTo(request.request().callId());
      assertThat(passed.text()).isEqualTo("hello");
      assertThat(server.rowsFor(bob)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 408, 480, 486, 500, 503})
  void what_the_next_hop_fails_at_is_kept_and_answered_202_alone(int status) {
    try (SipPhone alice = server.phone("alice9-" + status);
        SipPhone bob = server.phone("bob9-" + status)) {
      registrar.answers("MESSAGE", bob, status);

      SentRequest request = alice.begin(alice.message(bob.aor(), "hello"));

      assertThat(request.onlyFinalResponse().status()).isEqualTo(202);
      assertThat(server.rowsFor(bob)).isEqualTo(1);
      registrar.lists(bob, "<" + bob.contact() + ">;expires=600");
      bob.ask(registration(bob));
      assertThat(bob.awaitMessage().text()).isEqualTo("hello");
      server.awaitEmptyMailbox(bob);
    }
  }

  @Test
  void silence_of_the_next_hop_for_fr_timer_means_kept() {
    try (SipPhone alice = server.phone("alice10");
        SipPhone bob = server.phone("bob10")) {
      registrar.on("MESSAGE", bob, request -> {});

      SentRequest request = alice.begin(alice.message(bob.aor(), "hello"));

      assertThat(request.onlyFinalResponse().status()).isEqualTo(202);
      assertThat(server.rowsFor(bob)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 415, 488, 493, 600, 603})
  void what_says_that_the_message_is_bad_or_unwanted_comes_back(int status) {
    try (SipPhone alice = server.phone("alice11-" + status);
        SipPhone bob = server.phone("bob11-" + status)) {
      registrar.answers("MESSAGE", bob, status);

      SentRequest request = alice.begin(alice.message(bob.aor(), "hello"));

      assertThat(request.onlyFinalResponse().status()).isEqualTo(status);
      assertThat(server.rowsFor(bob)).isZero();
    }
  }

  // Where mail goes.

  @Test
  void next_hop_of_the_route_that_led_here_is_the_way_of_the_mail() {
    try (SipPhone alice = server.phone("alice12");
        SipPhone outbound = server.phone("outbound12");
        SipPhone bob = server.phone("bob12")) {
      String route =
          "<sip:msilo@127.0.0.1:%d;lr;mode=0;next_hop=sip%%3A127.0.0.1%%3A%d>"
              .formatted(server.port(), outbound.port());
      RequestDraft draft = alice.message(bob.aor(), "mail").with("Route", route);
      assertThat(alice.ask(draft).status()).isEqualTo(202);
      registrar.lists(bob, "<" + bob.contact() + ">;expires=600");

      bob.ask(registration(bob));

      assertThat(outbound.awaitMessage().requestUri()).isEqualTo(bob.contact());
      assertThat(bob.messages()).isEmpty();
    }
  }

  @Test
  void setting_next_hop_is_the_way_of_the_mail() {
    try (ScriptedRegistrar behind = new ScriptedRegistrar();
        SipPhone outbound = SipPhone.udp("outbound", 9);
        TestServer own =
            TestServer.with(
                    "location=next", behind.setting(), "next_hop=sip:127.0.0.1:" + outbound.port())
                .start();
        SipPhone alice = own.phone("alice");
        SipPhone bob = own.phone("bob")) {
      assertThat(alice.send(bob, "mail").status()).isEqualTo(202);
      behind.lists(bob, "<" + bob.contact() + ">;expires=600");

      bob.ask(registration(bob));

      assertThat(outbound.awaitMessage().requestUri()).isEqualTo(bob.contact());
      assertThat(behind.received("MESSAGE", bob)).hasSize(1);
      assertThat(bob.messages()).isEmpty();
      own.awaitEmptyMailbox(bob);
    }
  }

  private static RequestDraft registration(SipPhone phone) {
    return phone.registration().contact("<" + phone.contact() + ">;expires=600");
  }

  /** The registrar says 404 to it, so it is kept. */
  private static void leaveMail(SipPhone alice, SipPhone bob) {
    assertThat(alice.send(bob, "mail").status()).isEqualTo(202);
  }
}
