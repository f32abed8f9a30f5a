package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SettableClock;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;

/** Time passes: messages and bindings end. The test moves the clock. */
@NotStandalone("the test sets the clock")
class ExpiryIT {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final DateTimeFormatter SIP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final SettableClock clock = new SettableClock(START);

  @Test
  void message_past_its_expiry_is_never_delivered_though_no_sweep_came() {
    try (TestServer server =
            TestServer.with("expire_time=60", "check_time=3600").clock(clock).start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob")) {
      assertThat(alice.send(bob, "old").status()).isEqualTo(202);
      clock.advance(Duration.ofSeconds(30));
      assertThat(alice.send(bob, "young").status()).isEqualTo(202);
      clock.advance(Duration.ofSeconds(30));

      bob.register();

      assertThat(bob.awaitMessage().text()).isEqualTo("young");
      assertThat(bob.awaitMessage().the("Expires")).isEqualTo("30");
      assertThat(bob.awaitMessage().the("Date")).isEqualTo(date(START.plusSeconds(30)));
      bob.assertNoMoreMessagesThan(1);
    }
  }

  @Test
  void sweep_removes_what_expired_and_nothing_else() {
    try (TestServer server =
            TestServer.with("expire_time=60", "check_time=1", "clean_period=1")
                .clock(clock)
                .start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob");
        SipPhone carol = server.phone("carol")) {
      assertThat(alice.send(bob, "old").status()).isEqualTo(202);
      clock.advance(Duration.ofSeconds(59));
      assertThat(alice.send(carol, "young").status()).isEqualTo(202);
      assertThat(server.rows()).isEqualTo(2);
      clock.advance(Duration.ofSeconds(1));

      server.awaitEmptyMailbox(bob);

      assertThat(server.rowsFor(carol)).isEqualTo(1);
    }
  }

  @Test
  void expires_of_the_message_shortens_its_life_and_never_lengthens_it() {
    try (TestServer server = TestServer.with("expire_time=600").clock(clock).start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob")) {
      store(alice, alice.message(bob.aor(), "brief").with("Expires", "10"));
      store(alice, alice.message(bob.aor(), "longer").with("Expires", "11"));
      store(alice, alice.message(bob.aor(), "endless").with("Expires", "999999"));
      clock.advance(Duration.ofSeconds(10));

      bob.register();

      bob.awaitMessages(2);
      bob.assertNoMoreMessagesThan(2);
      assertThat(bob.texts()).containsExactly("longer", "endless");
      assertThat(bob.messages().get(0).request().the("Expires")).isEqualTo("1");
      assertThat(bob.messages().get(1).request().the("Expires")).isEqualTo("590");
    }
  }

  @Test
  void expires_is_counted_from_the_date_of_the_message() {
    try (TestServer server = TestServer.with().clock(clock).start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob")) {
      store(alice, dated(alice, bob, "20 left", START.minusSeconds(100), 120));
      store(alice, dated(alice, bob, "40 left", START.minusSeconds(100), 140));
      clock.advance(Duration.ofSeconds(20));

      bob.register();

      assertThat(bob.awaitMessage().text()).isEqualTo("40 left");
      assertThat(bob.awaitMessage().the("Expires")).isEqualTo("20");
      assertThat(bob.awaitMessage().the("Date")).isEqualTo(date(START.minusSeconds(100)));
      bob.assertNoMoreMessagesThan(1);
    }
  }

  @Test
  void binding_past_its_expiry_gets_neither_calls_nor_mail() {
    try (TestServer server = TestServer.with().clock(clock).start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob")) {
      bob.register(60);
      clock.advance(Duration.ofSeconds(59));
      assertThat(alice.send(bob, "in time").status()).isEqualTo(200);
      clock.advance(Duration.ofSeconds(1));

      assertThat(alice.send(bob, "too late").status()).isEqualTo(202);

      assertThat(bob.bindings()).isEmpty();
      bob.assertNoMoreMessagesThan(1);
      bob.register(60);
      bob.awaitMessages(2);
      assertThat(bob.texts()).containsExactly("in time", "too late");
    }
  }

  @Test
  void mail_a_living_binding_did_not_take_is_tried_again_after_a_pause() {
    try (TestServer server = TestServer.with("check_time=1").clock(clock).start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob").answersInTurn(480, 200)) {
      store(alice, alice.message(bob.aor(), "again"));
      bob.register();
      bob.awaitMessages(1);
      bob.assertNoMoreMessagesThan(1);
      awaitRefusalWritten(server);

      clock.advance(Duration.ofMinutes(20));

      bob.awaitMessages(2);
      assertThat(bob.texts()).containsExactly("again", "again");
      server.awaitEmptyMailbox(bob);
    }
  }

  @Test
  void pause_is_at_least_what_retry_after_asks() {
    try (TestServer server = TestServer.with("check_time=1").clock(clock).start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob").answers(it -> it.answer(480, "Retry-After: 3000"))) {
      store(alice, alice.message(bob.aor(), "not yet"));
      bob.register();
      bob.awaitMessages(1);
      awaitRefusalWritten(server);
      bob.answers(200);

      clock.advance(Duration.ofSeconds(2900));
      // Several cycles of check_time pass.
      await("cycles").during(Duration.ofSeconds(3)).until(() -> bob.messages().size() == 1);
      clock.advance(Duration.ofSeconds(600));

      bob.awaitMessages(2);
      server.awaitEmptyMailbox(bob);
    }
  }

  /** The pause counts from when the server writes the 480 down, so the clock waits for that. */
  private static void awaitRefusalWritten(TestServer server) {
    await("the 480 is written")
        .atMost(SipPhone.PATIENCE)
        .until(
            () -> server.query("select last_status from silo where attempts = 1"),
            List.of("480")::equals);
  }

  private static RequestDraft dated(
      SipPhone from, SipPhone to, String text, Instant date, int expires) {
    return from.message(to.aor(), text)
        .with("Date", date(date))
        .with("Expires", Integer.toString(expires));
  }

  private static String date(Instant instant) {
    return SIP_DATE.format(instant);
  }

  private static void store(SipPhone from, RequestDraft draft) {
    assertThat(from.ask(draft).status()).isEqualTo(202);
  }
}
