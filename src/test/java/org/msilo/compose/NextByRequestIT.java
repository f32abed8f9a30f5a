package org.msilo.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

/** location=next without registrar_hop: each request says itself where the registrar is. */
class NextByRequestIT {
  private static final ScriptedRegistrar registrar = new ScriptedRegistrar();
  private static final TestServer server =
      TestServer.with("location=next", "domains=127.0.0.1,localhost", "fr_timer=5");

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
    registrar.close();
  }

  // By the Route behind the one that led here.

  @Test
  void register_follows_its_second_route_and_the_answer_starts_the_dump() {
    try (SipPhone alice = server.phone("alice1");
        SipPhone bob = server.phone("bob1")) {
      assertThat(alice.ask(routed(alice.message(bob.aor(), "mail"))).status()).isEqualTo(202);
      registrar.lists(bob, "<" + bob.contact() + ">;expires=600");

      SentRequest register = bob.begin(routed(registration(bob)));

      assertThat(register.onlyFinalResponse().status()).isEqualTo(200);
      SipText passed = registrar.received("REGISTER", bob).get(0);
      assertThat(passed.requestUri()).isEqualTo("sip:127.0.0.1");
      assertThat(passed.uris("Route")).containsExactly(registrar.uri() + ";lr");
      assertThat(passed.values("Via")).hasSize(2);
      assertThat(registrar.received("REGISTER", bob)).hasSize(1);
      assertThat(bob.awaitMessage().text()).isEqualTo("mail");
      server.awaitEmptyMailbox(bob);
    }
  }

  @Test
  void message_follows_its_second_route() {
    try (SipPhone alice = server.phone("alice2");
        SipPhone bob = server.phone("bob2")) {
      registrar.answers("MESSAGE", bob, 200);

      SentRequest request = alice.begin(routed(alice.message(bob.aor(), "hello")));

      assertThat(request.onlyFinalResponse().status()).isEqualTo(200);
      SipText passed = registrar.received("MESSAGE", bob).get(0);
      assertThat(passed.requestUri()).isEqualTo(bob.aor());
      assertThat(passed.uris("Route")).containsExactly(registrar.uri() + ";lr");
      assertThat(passed.text()).isEqualTo("hello");
      assertThat(server.rowsFor(bob)).isZero();
    }
  }

  @Test
  void a_message_that_its_second_route_fails_at_is_kept() {
    try (SipPhone alice = server.phone("alice3");
        SipPhone bob = server.phone("bob3")) {
      SentRequest request = alice.begin(routed(alice.message(bob.aor(), "hello")));

      assertThat(request.onlyFinalResponse().status()).isEqualTo(202);
      assertThat(registrar.received("MESSAGE", bob)).hasSize(1);
      assertThat(server.rowsFor(bob)).isEqualTo(1);
    }
  }

  // By the Request-URI.

  @Test
  void register_goes_to_the_host_and_port_of_its_request_uri() {
    try (SipPhone alice = server.phone("alice4");
        SipPhone bob = server.phone("bob4")) {
      String elsewhere = bob.aor().replace("127.0.0.1", registrar.hostPort());
      assertThat(alice.ask(alice.message(elsewhere, "mail")).status()).isEqualTo(202);
      registrar.lists(bob, "<" + bob.contact() + ">;expires=600");

      SentRequest register = bob.begin(registration(bob).requestUri(registrar.uri()));

      assertThat(register.onlyFinalResponse().status()).isEqualTo(200);
      assertThat(registrar.received("REGISTER", bob)).hasSize(1);
      SipText passed = registrar.received("REGISTER", bob).get(0);
      assertThat(passed.requestUri()).isEqualTo(registrar.uri());
      assertThat(passed.has("Route")).isFalse();
      assertThat(bob.awaitMessage().text()).isEqualTo("mail");
      server.awaitEmptyMailbox(bob);
    }
  }

  @Test
  void message_goes_to_the_host_and_port_of_its_request_uri() {
    try (SipPhone alice = server.phone("alice5");
        SipPhone bob = server.phone("bob5")) {
      registrar.answers("MESSAGE", bob, 200);
      RequestDraft draft =
          alice
              .message(bob.aor(), "hello")
              .requestUri(bob.aor().replace("127.0.0.1", registrar.hostPort()));

      SentRequest request = alice.begin(draft);

      assertThat(request.onlyFinalResponse().status()).isEqualTo(200);
      assertThat(registrar.received("MESSAGE", bob)).hasSize(1);
      assertThat(server.rowsFor(bob)).isZero();
    }
  }

  // In a circle.

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void register_whose_request_uri_is_this_server_itself_is_a_loop(String host) {
    try (SipPhone bob = server.phone("bob6")) {
      RequestDraft draft = registration(bob).requestUri("sip:" + host + ":" + server.port());

      assertThat(bob.begin(draft).onlyFinalResponse().status()).isEqualTo(482);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void message_whose_request_uri_is_this_server_itself_is_kept_once(String host) {
    try (SipPhone alice = server.phone("alice7");
        SipPhone bob = server.phone("bob7@" + host)) {
      RequestDraft draft = alice.message(bob.aor() + ":" + server.port(), "hello");

      assertThat(alice.begin(draft).onlyFinalResponse().status()).isEqualTo(202);

      assertThat(server.rowsFor(bob)).isEqualTo(1);
    }
  }

  @Test
  void a_registrar_that_sends_the_message_back_unchanged_makes_no_loop() {
    try (SipPhone alice = server.phone("alice8");
        SipPhone bob = server.phone("bob8");
        SipPhone proxy = server.phone("proxy8")) {
      List<Integer> answers = new CopyOnWriteArrayList<>();
      registrar.on(
          "MESSAGE",
          bob,
          request -> {
            answers.add(passOn(proxy, request.request()).status());
            request.answer(answers.get(0));
          });

      SentRequest request = alice.begin(routed(alice.message(bob.aor(), "hello")));

      assertThat(request.onlyFinalResponse().status()).isEqualTo(202);
      assertThat(answers).containsExactly(482);
      assertThat(registrar.received("MESSAGE", bob)).hasSize(1);
      assertThat(server.rowsFor(bob)).isEqualTo(1);
      bob.assertNoMoreMessagesThan(0);
    }
  }

  /** To msilo and back again, as a proxy does that has a route loop in its configuration. */
  private static SipText passOn(SipPhone proxy, SipText request) {
    RequestDraft draft = new RequestDraft("MESSAGE", request.requestUri());
    for (String line : request.headerLines()) {
      String name = line.substring(0, line.indexOf(':'));
      if (!name.matches("Via|Route|Content-Length|Content-Type")) {
        draft.with(name, line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return proxy.ask(routed(draft.body(request.the("Content-Type"), request.body())));
  }

  private static RequestDraft routed(RequestDraft draft) {
    return draft
        .with("Route", "<sip:msilo@127.0.0.1:" + server.port() + ";lr>")
        .with("Route", "<" + registrar.uri() + ";lr>");
  }

  private static RequestDraft registration(SipPhone phone) {
    return phone.registration().contact("<" + phone.contact() + ">;expires=600");
  }
}
