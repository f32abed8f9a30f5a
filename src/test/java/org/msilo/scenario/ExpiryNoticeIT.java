package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SettableClock;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;

/** With {@code expiry_notice=1} the sender hears of a message that nobody will ever get. */
@NotStandalone("the test sets the clock")
class ExpiryNoticeIT {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));

  @Test
  void sender_hears_once_that_his_message_expired() {
    try (TestServer server = server("expiry_notice=1");
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob")) {
      assertThat(alice.ask(withContact(alice, bob, "hello")).status()).isEqualTo(202);
      alice.awaitMessages(1);

      clock.advance(Duration.ofMinutes(5));

      alice.awaitMessages(2);
      server.awaitEmptyMailbox(bob);
      server.restart();
      alice.assertNoMoreMessagesThan(2);
      assertThat(alice.texts().get(1)).contains(bob.aor(), "expired");
    }
  }

  @Test
  void sender_hears_of_a_refusal_at_once_and_not_again_when_it_expires() {
    try (TestServer server = server("expiry_notice=1");
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob").answers(415)) {
      assertThat(alice.ask(withContact(alice, bob, "picture")).status()).isEqualTo(202);
      bob.register();

      alice.awaitMessages(2);
      assertThat(alice.texts().get(1)).contains(bob.aor(), "could not be delivered");
      assertThat(server.rowsFor(bob)).as("to be seen by the operator").isEqualTo(1);
      clock.advance(Duration.ofMinutes(5));

      server.awaitEmptyMailbox(bob);
      alice.assertNoMoreMessagesThan(2);
    }
  }

  @Test
  void nobody_hears_of_a_report_that_expired() {
    try (TestServer server = server("expiry_notice=1");
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob")) {
      RequestDraft report = withContact(alice, bob, "").body("message/imdn+xml", "<imdn/>");
      assertThat(alice.ask(report).status()).isEqualTo(202);

      clock.advance(Duration.ofMinutes(5));

      server.awaitEmptyMailbox(bob);
      alice.assertNoMoreMessagesThan(0);
    }
  }

  @Test
  void by_default_nobody_hears_of_either() {
    try (TestServer server = server("expiry_notice=0");
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob").answersInTurn(415, 480)) {
      assertThat(alice.ask(withContact(alice, bob, "picture")).status()).isEqualTo(202);
      assertThat(alice.ask(withContact(alice, bob, "text")).status()).isEqualTo(202);
      bob.register();
      bob.awaitMessages(2);
      alice.awaitMessages(2);
      await("both wait for their expiry").until(() -> server.rowsFor(bob) == 2);

      clock.advance(Duration.ofMinutes(5));

      server.awaitEmptyMailbox(bob);
      alice.assertNoMoreMessagesThan(2);
    }
  }

  private TestServer server(String expiryNotice) {
    return TestServer.with(
            "registrar=sip:msilo@127.0.0.1",
            expiryNotice,
            "expire_time=60",
            "check_time=1",
            "clean_period=1")
        .clock(clock)
        .start();
  }

  private static RequestDraft withContact(SipPhone from, SipPhone to, String text) {
    return from.message(to.aor(), text).contact("<" + from.contact() + ">");
  }
}
