package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.msilo.testing.SentRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;

/**
 * Requests no phone should send: refused or dropped, never stored or bound, and nobody else
 * suffers.
 */
class HostileInputIT {
  /** Stands for "no answer at all": what is no SIP message has nobody to answer to. */
  private static final int DROPPED = 0;

  private static final TestServer server = TestServer.with();

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> badMessages() {
    return Stream.of(
        bad("Content-Length beyond the datagram", it -> it.set("Content-Length", "999"), 400),
        bad("negative Content-Length", it -> it.set("Content-Length", "-1"), 400, DROPPED),
        bad("wordy Content-Length", it -> it.set("Content-Length", "five"), 400, DROPPED),
        bad("CSeq of another method", it -> it.set("CSeq", "1 INVITE"), 400, DROPPED),
        bad("CSeq beyond 2^32", it -> it.set("CSeq", "4294967296 MESSAGE"), 400, DROPPED),
        bad("negative CSeq", it -> it.set("CSeq", "-1 MESSAGE"), 400, DROPPED),
        bad("wordy CSeq", it -> it.set("CSeq", "one MESSAGE"), 400, DROPPED),
        bad("open quote in To", it -> it.set("To", "\"Bob <sip:b@127.0.0.1>"), 400, DROPPED),
        bad("open bracket in From", it -> it.set("From", "<sip:a@h;tag=1"), 400, DROPPED),
        bad("unknown scheme", it -> it.requestUri("foo:bar"), 400, 404, 416, DROPPED),
        bad("extension nobody knows", it -> it.with("Require", "teleport"), 420),
        bad(
            "Content-Type without subtype",
            it -> it.set("Content-Type", "text"),
            400,
            415,
            DROPPED),
        bad("body without Content-Type", it -> it.without("Content-Type"), 400, 415),
        bad(
            "user longer than any mailbox",
            it -> to(it, "sip:" + "x".repeat(600) + "@127.0.0.1"),
            400,
            404,
            413,
            414));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badMessages")
  void bad_message_is_refused_and_not_stored(
      String name, UnaryOperator<RequestDraft> change, List<Integer> allowed) {
    try (SipPhone mallory = server.phone("mallory");
        SipPhone bob = server.phone("victim")) {
      long before = server.rows();
      SentRequest request = mallory.begin(change.apply(mallory.message(bob.aor(), "evil")));

      assertThat(mallory.ask(mallory.request("OPTIONS", server.uri())).status()).isEqualTo(200);

      assertThat(outcome(request, allowed)).as(name).isIn(allowed);
      assertThat(server.rows()).isEqualTo(before);
    }
  }

  /** 200 stands where the container's parser drops a Contact it cannot read: a query is left. */
  static Stream<Arguments> badRegisters() {
    return Stream.of(
        bad("star with parameters", it -> it.contact("*;expires=0"), 200, 400, DROPPED),
        bad("q beyond 1", it -> it.contact("<sip:r@127.0.0.1:4000>;q=1.5"), 200, 400, DROPPED),
        bad("wordy q", it -> it.contact("<sip:r@127.0.0.1:4000>;q=high"), 200, 400, DROPPED),
        bad("open bracket", it -> it.contact("<sip:r@127.0.0.1:4000"), 200, 400, DROPPED),
        bad("To that is no SIP URI", it -> it.set("To", "<tel:+4930123>"), 400, 404, 416),
        bad("To without a user", it -> it.set("To", "<sip:127.0.0.1>"), 400, 404));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badRegisters")
  void bad_register_is_refused_or_harmless(
      String name, UnaryOperator<RequestDraft> change, List<Integer> allowed) {
    try (SipPhone mallory = server.phone("mallory" + Math.abs(name.hashCode()));
        SipPhone bob = server.phone("harmless" + Math.abs(name.hashCode()))) {
      bob.register();
      mallory.register();

      SentRequest request = mallory.begin(change.apply(mallory.registration()));

      assertThat(outcome(request, allowed)).as(name).isIn(allowed);
      assertThat(bob.bindings()).containsExactly(bob.contact());
      assertThat(mallory.bindings()).contains(mallory.contact());
    }
  }

  static Stream<Arguments> oddExpiries() {
    return Stream.of(arguments("4294967296"), arguments("99999999999999999999"), arguments("soon"));
  }

  @ParameterizedTest
  @MethodSource("oddExpiries")
  void expiry_that_is_no_number_or_too_large_never_overflows(String expires) {
    try (SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob" + expires)) {
      SipText answer = alice.ask(alice.message(bob.aor(), "hello").with("Expires", expires));
      assertThat(answer.status()).isIn(202, 400);
      assertThat(server.rowsFor(bob)).isEqualTo(answer.status() == 202 ? 1 : 0);

      SipText registered =
          bob.ask(bob.registration().contact("<" + bob.contact() + ">").with("Expires", expires));
      assertThat(registered.status()).isIn(200, 400);
      if (registered.status() == 200) {
        String contact = registered.the("Contact");
        assertThat(Integer.parseInt(SipText.parameter(contact, "expires").orElseThrow()))
            .isBetween(60, 86_400);
      }
      server.sql("delete from silo");
    }
  }

  @ParameterizedTest
  @MethodSource("oddUsers")
  void user_with_meta_characters_is_just_a_user(String user) {
    try (SipPhone alice = server.phone("alice2");
        SipPhone other = server.phone("o'brian");
        SipPhone bob = server.phone(user)) {
      assertThat(alice.send(bob, user).status()).isEqualTo(202);

      other.register();
      bob.register();

      assertThat(bob.awaitMessage().text()).isEqualTo(user);
      assertThat(other.received()).isEmpty();
    }
  }

  static Stream<Arguments> oddUsers() {
    return Stream.of(
        arguments("o'brien"),
        arguments("%25"),
        arguments("_"),
        arguments("a%22;--"),
        arguments("1)or(1=1"),
        arguments("..%2F..%2Fetc"),
        arguments("u;par=u%40example.net"),
        arguments("%D0%B0%F0%9F%9A%80"));
  }

  private static Arguments bad(
      String name, UnaryOperator<RequestDraft> change, Integer... allowed) {
    return arguments(name, change, List.of(allowed));
  }

  private static RequestDraft to(RequestDraft draft, String uri) {
    return draft.requestUri(uri).set("To", "<" + uri + ">");
  }

  /** The status, or DROPPED when none came; only waits long where silence is no choice. */
  private static int outcome(SentRequest request, List<Integer> allowed) {
    if (!allowed.contains(DROPPED)) {
      return request.onlyFinalResponse().status();
    }
    await("an answer, if there is one")
        .pollDelay(Duration.ofMillis(300))
        .until(() -> request.finalResponses().size() <= 1);
    return request.isAnswered() ? request.finalResponse().status() : DROPPED;
  }
}
