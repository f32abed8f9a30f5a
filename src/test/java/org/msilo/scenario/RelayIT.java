package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.testing.ClosedPort;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SentRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;

/** A MESSAGE for a user who is there: one final response, whatever the phones say. */
class RelayIT {
  private static final TestServer server = TestServer.with("fr_timer=30");
  private static final ClosedPort closedPort = new ClosedPort();

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
    closedPort.close();
  }

  @Test
  void message_is_proxied_to_the_phone_and_its_2xx_goes_back() {
    try (SipPhone alice = server.phone("alice1");
        SipPhone bob = server.phone("bob1")) {
      bob.register();
      RequestDraft draft =
          alice.message(bob.aor(), "hello").with("X-Trace", "1").with("Subject", "lunch");

      SentRequest request = alice.begin(draft);

      assertThat(request.onlyFinalResponse().status()).isEqualTo(200);
      SipText message = bob.awaitMessage();
      assertThat(message.requestUri()).isEqualTo(bob.contact());
      assertThat(message.the("From")).isEqualTo(request.request().the("From"));
      assertThat(message.the("To")).isEqualTo(request.request().the("To"));
      assertThat(message.callId()).isEqualTo(request.request().callId());
      assertThat(message.the("CSeq")).isEqualTo("1 MESSAGE");
      assertThat(message.the("Max-Forwards")).isEqualTo("69");
      assertThat(message.the("X-Trace")).isEqualTo("1");
      assertThat(message.the("Subject")).isEqualTo("lunch");
      assertThat(message.has("Contact")).isFalse();
      assertThat(message.text()).isEqualTo("hello");
      assertThat(server.rowsFor(bob)).isZero();
    }
  }

  @Test
  void first_2xx_goes_back_at_once_though_another_phone_is_silent() {
    try (SipPhone alice = server.phone("alice2");
        SipPhone desk = server.phone("bob2");
        SipPhone mobile = server.phone("bob2").staysSilent()) {
      desk.register();
      mobile.register();
      SentRequest request = alice.begin(alice.message(desk.aor(), "hello"));

      await("answer before the silent phone's time is up")
          .atMost(SipPhone.PATIENCE)
          .until(request::isAnswered);

      assertThat(request.onlyFinalResponse().status()).isEqualTo(200);
      assertThat(desk.awaitMessage().text()).isEqualTo("hello");
      assertThat(mobile.awaitMessage().text()).isEqualTo("hello");
      mobile.messages().get(0).answer(486);
      assertThat(request.onlyFinalResponse().status()).isEqualTo(200);
      assertThat(server.rowsFor(desk)).isZero();
    }
  }

  @Test
  void both_phones_may_take_it_and_the_caller_hears_one_2xx() {
    try (SipPhone alice = server.phone("alice3");
        SipPhone desk = server.phone("bob3").answers(200);
        SipPhone mobile = server.phone("bob3").answers(202)) {
      desk.register();
      mobile.register();

      SipText answer = alice.begin(alice.message(desk.aor(), "hello")).onlyFinalResponse();

      assertThat(answer.status()).isIn(200, 202);
      assertThat(desk.awaitMessage().text()).isEqualTo("hello");
      assertThat(mobile.awaitMessage().text()).isEqualTo("hello");
      assertThat(server.rowsFor(desk)).isZero();
    }
  }

  @Test
  void one_phone_is_busy_and_the_other_takes_it() {
    try (SipPhone alice = server.phone("alice4");
        SipPhone desk = server.phone("bob4").answers(486);
        SipPhone mobile = server.phone("bob4").staysSilent()) {
      desk.register();
      mobile.register();
      SentRequest request = alice.begin(alice.message(desk.aor(), "hello"));
      desk.awaitMessages(1);
      mobile.awaitMessages(1).get(0).answer(200);

      assertThat(request.onlyFinalResponse().status()).isEqualTo(200);
      assertThat(server.rowsFor(desk)).isZero();
    }
  }

  @Test
  void phone_that_cannot_be_connected_to_keeps_no_other_from_taking_it() {
    try (SipPhone alice = server.phone("alice11");
        SipPhone desk = server.phone("bob11");
        SipPhone mobile = server.phone("bob11")) {
      desk.register();
      registerClosedPort(desk);
      mobile.register();

      SipText answer = alice.begin(alice.message(desk.aor(), "hello")).onlyFinalResponse();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(desk.awaitMessage().text()).isEqualTo("hello");
      assertThat(mobile.awaitMessage().text()).isEqualTo("hello");
      assertThat(server.rowsFor(desk)).isZero();
    }
  }

  @Test
  void phone_that_cannot_be_connected_to_may_take_later_what_another_calls_bad() {
    try (SipPhone alice = server.phone("alice12");
        SipPhone desk = server.phone("bob12").answersInTurn(415, 200)) {
      desk.register();
      registerClosedPort(desk);

      SipText answer = alice.begin(alice.message(desk.aor(), "hello")).onlyFinalResponse();

      assertThat(answer.status()).isEqualTo(202);
      desk.register();
      desk.awaitMessages(2);
      server.awaitEmptyMailbox(desk);
      desk.assertNoMoreMessagesThan(2);
    }
  }

  @Test
  void message_for_a_phone_that_cannot_be_connected_to_is_stored() {
    try (SipPhone alice = server.phone("alice13");
        SipPhone bob = server.phone("bob13")) {
      registerClosedPort(bob);

      SipText answer = alice.begin(alice.message(bob.aor(), "hello")).onlyFinalResponse();

      assertThat(answer.status()).isEqualTo(202);
      bob.register();
      assertThat(bob.awaitMessage().text()).isEqualTo("hello");
      server.awaitEmptyMailbox(bob);
    }
  }

  @Test
  void other_request_with_a_branch_that_cannot_be_sent_is_answered_at_once_and_goes_nowhere() {
    try (SipPhone alice = server.phone("alice14");
        SipPhone desk = server.phone("bob14")) {
      desk.register();
      registerClosedPort(desk);

      SipText answer = alice.begin(alice.request("OPTIONS", desk.aor())).onlyFinalResponse();

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.has("Retry-After")).isTrue();
      assertThat(desk.received()).isEmpty();
    }
  }

  private static void registerClosedPort(SipPhone phone) {
    String closed = "<sip:closed@127.0.0.1:%d;transport=tcp>".formatted(closedPort.number());
    assertThat(phone.ask(phone.registration().contact(closed)).status()).isEqualTo(200);
  }

  @Test
  void all_phones_are_busy_and_the_message_is_stored_with_one_202() {
    try (SipPhone alice = server.phone("alice5");
        SipPhone desk = server.phone("bob5").answersInTurn(486, 200);
        SipPhone mobile = server.phone("bob5").answers(480)) {
      desk.register();
      mobile.register();

      SipText answer = alice.begin(alice.message(desk.aor(), "hello")).onlyFinalResponse();

      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.has("Contact")).isFalse();
      assertThat(server.rowsFor(desk)).isEqualTo(1);
      desk.register();
      desk.awaitMessages(2);
      assertThat(desk.texts()).containsExactly("hello", "hello");
      server.awaitEmptyMailbox(desk);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 415, 488, 493, 600, 603, 604, 606})
  void refusal_of_the_message_or_by_the_user_goes_back_as_it_is(int status) {
    try (SipPhone alice = server.phone("alice6");
        SipPhone bob =
            server.phone("bob" + status).answers(it -> it.answer(status, "X-Reason: mine"))) {
      bob.register();

      SipText answer = alice.begin(alice.message(bob.aor(), "hello")).onlyFinalResponse();

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.the("X-Reason")).isEqualTo("mine");
      bob.assertNoMoreMessagesThan(1);
      assertThat(server.rowsFor(bob)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405, 408, 410, 480, 486, 500, 501, 503})
  void failure_of_the_phone_is_stored_and_answered_202(int status) {
    try (SipPhone alice = server.phone("alice7");
        SipPhone bob = server.phone("bob" + status).answersInTurn(status, 200)) {
      bob.register();

      SipText answer = alice.begin(alice.message(bob.aor(), "hello")).onlyFinalResponse();

      assertThat(answer.status()).isEqualTo(202);
      bob.register();
      bob.awaitMessages(2);
      assertThat(bob.texts()).containsExactly("hello", "hello");
      server.awaitEmptyMailbox(bob);
    }
  }

  @Test
  void call_for_another_user_does_not_reach_the_phone() {
    try (SipPhone alice = server.phone("alice8");
        SipPhone bob = server.phone("bob8")) {
      bob.register();
      assertThat(alice.ask(alice.message("sip:Bob8@127.0.0.1", "not you")).status()).isEqualTo(202);
      assertThat(alice.send(bob, "you").status()).isEqualTo(200);

      assertThat(bob.awaitMessage().text()).isEqualTo("you");
    } finally {
      try (SipPhone other = server.phone("Bob8")) {
        other.register();
        server.awaitEmptyMailbox(other);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS", "SUBSCRIBE", "PUBLISH", "X-ODD"})
  void other_initial_request_is_proxied_to_a_bound_user(String method) {
    assertProxiedToABoundUser(method);
  }

  @Test
  @NotStandalone("a Tomcat of others keeps INFO outside of a dialog to itself")
  void info_outside_of_a_dialog_is_proxied_to_a_bound_user() {
    assertProxiedToABoundUser("INFO");
  }

  private static void assertProxiedToABoundUser(String method) {
    try (SipPhone alice = server.phone("alice9");
        SipPhone bob =
            server
                .phone("bob9" + method)
                .answers(it -> it.answer(299, "X-Reason: mine", "Expires: 60"))) {
      bob.register();
      RequestDraft draft =
          alice
              .request(method, bob.aor())
              .contact("<" + alice.contact() + ">")
              .with("Event", "presence");

      SipText answer = alice.begin(draft).onlyFinalResponse();

      assertThat(answer.status()).isEqualTo(299);
      assertThat(answer.the("X-Reason")).isEqualTo("mine");
      assertThat(bob.received()).hasSize(1);
      SipText request = bob.received().get(0).request();
      assertThat(request.method()).isEqualTo(method);
      assertThat(request.requestUri()).isEqualTo(bob.contact());
      assertThat(request.the("Max-Forwards")).isEqualTo("69");
      assertThat(request.the("Contact")).isEqualTo("<" + alice.contact() + ">");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS", "SUBSCRIBE", "PUBLISH"})
  void other_initial_request_to_an_unbound_user_is_404(String method) {
    assertUnboundUserIs404(method);
  }

  @Test
  @NotStandalone("a Tomcat of others keeps INFO outside of a dialog to itself")
  void info_outside_of_a_dialog_to_an_unbound_user_is_404() {
    assertUnboundUserIs404("INFO");
  }

  private static void assertUnboundUserIs404(String method) {
    try (SipPhone alice = server.phone("alice10")) {
      RequestDraft draft =
          alice
              .request(method, "sip:nobody@127.0.0.1")
              .contact("<" + alice.contact() + ">")
              .with("Event", "presence");

      assertThat(alice.begin(draft).onlyFinalResponse().status()).isEqualTo(404);
    }
  }
}
