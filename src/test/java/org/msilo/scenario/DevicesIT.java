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

/** One user, several phones, and {@code delivery=every}: each gets its own copy. */
class DevicesIT {
  private static final String DESK = "<urn:uuid:00000000-0000-1000-8000-0000000000d1>";
  private static final String MOBILE = "<urn:uuid:00000000-0000-1000-8000-0000000000d2>";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));

  @Test
  void device_that_was_away_gets_its_own_copies_even_after_a_restart() {
    try (TestServer server = TestServer.with("delivery=every").start();
        SipPhone alice = server.phone("alice");
        SipPhone desk = server.phone("bob");
        SipPhone mobile = server.phone("bob")) {
      register(desk, DESK);
      register(mobile, MOBILE);
      mobile.unregister();

      assertThat(alice.send(desk, "1").status()).isEqualTo(202);
      assertThat(alice.send(desk, "2").status()).isEqualTo(202);
      desk.awaitMessages(2);
      desk.assertNoMoreMessagesThan(2);
      server.restart();
      assertThat(alice.send(desk, "3").status()).isEqualTo(202);
      desk.awaitMessages(3);
      register(desk, DESK);
      desk.assertNoMoreMessagesThan(3);
      assertThat(server.rowsFor(desk)).isEqualTo(3);

      register(mobile, MOBILE);

      mobile.awaitMessages(3);
      server.awaitEmptyMailbox(mobile);
      mobile.assertNoMoreMessagesThan(3);
      assertThat(desk.texts()).containsExactly("1", "2", "3");
      assertThat(mobile.texts()).containsExactly("1", "2", "3");
      assertThat(server.query("select count(*) from silo_delivery")).containsExactly("0");
    }
  }

  @Test
  void two_devices_that_are_there_both_get_the_message() {
    try (TestServer server = TestServer.with("delivery=every").start();
        SipPhone alice = server.phone("alice");
        SipPhone desk = server.phone("bob");
        SipPhone mobile = server.phone("bob")) {
      register(desk, DESK);
      register(mobile, MOBILE);

      assertThat(alice.send(desk, "hello").status()).isEqualTo(202);

      assertThat(desk.awaitMessage().text()).isEqualTo("hello");
      assertThat(mobile.awaitMessage().text()).isEqualTo("hello");
      server.awaitEmptyMailbox(desk);
    }
  }

  @Test
  void only_device_is_relayed_to_and_its_answer_goes_back() {
    try (TestServer server = TestServer.with("delivery=every").start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob").answersInTurn(200, 415)) {
      register(bob, DESK);

      assertThat(alice.send(bob, "taken").status()).isEqualTo(200);
      assertThat(alice.send(bob, "refused").status()).isEqualTo(415);
      assertThat(server.rowsFor(bob)).isZero();
    }
  }

  @Test
  void same_instance_at_a_new_contact_is_the_same_device() {
    try (TestServer server = TestServer.with("delivery=every").start();
        SipPhone alice = server.phone("alice");
        SipPhone before = server.phone("bob");
        SipPhone after = server.phone("bob");
        SipPhone mobile = server.phone("bob")) {
      register(before, DESK);
      register(mobile, MOBILE);
      mobile.unregister();
      assertThat(alice.send(before, "1").status()).isEqualTo(202);
      before.awaitMessages(1);
      before.assertNoMoreMessagesThan(1);
      before.unregister();

      register(after, DESK);
      assertThat(alice.send(before, "2").status()).isEqualTo(202);

      assertThat(after.awaitMessages(1).get(0).text()).isEqualTo("2");
      after.assertNoMoreMessagesThan(1);
      register(mobile, MOBILE);
      mobile.awaitMessages(2);
      server.awaitEmptyMailbox(mobile);
    }
  }

  @Test
  void phones_without_an_instance_are_told_apart_by_their_contacts() {
    try (TestServer server = TestServer.with("delivery=every").start();
        SipPhone alice = server.phone("alice");
        SipPhone one = server.phone("bob");
        SipPhone two = server.phone("bob")) {
      assertThat(alice.send(one, "early").status()).isEqualTo(202);
      one.register();
      one.awaitMessages(1);
      server.awaitEmptyMailbox(one);
      two.register();
      two.unregister();
      assertThat(alice.send(one, "late").status()).isEqualTo(202);
      one.awaitMessages(2);

      two.register();

      assertThat(two.awaitMessage().text()).isEqualTo("late");
      server.awaitEmptyMailbox(two);
      one.assertNoMoreMessagesThan(2);
    }
  }

  @Test
  @NotStandalone("the test sets the clock")
  void device_beyond_the_horizon_holds_nothing_up_and_comes_back_as_a_new_one() {
    try (TestServer server =
            TestServer.with("delivery=every", "device_horizon=86400", "check_time=3600")
                .clock(clock)
                .start();
        SipPhone alice = server.phone("alice");
        SipPhone desk = server.phone("bob");
        SipPhone mobile = server.phone("bob")) {
      register(mobile, MOBILE);
      clock.advance(Duration.ofDays(1));
      register(desk, DESK);

      assertThat(alice.send(desk, "1").status()).as("the only device that counts").isEqualTo(200);
      register(mobile, MOBILE);
      assertThat(alice.send(desk, "2").status()).isEqualTo(202);

      assertThat(mobile.awaitMessage().text()).isEqualTo("2");
      desk.awaitMessages(2);
      server.awaitEmptyMailbox(desk);
    }
  }

  @Test
  @NotStandalone("the test sets the clock")
  void device_that_fails_does_not_hold_up_the_other() {
    try (TestServer server =
            TestServer.with("delivery=every", "check_time=1").clock(clock).start();
        SipPhone alice = server.phone("alice");
        SipPhone desk = server.phone("bob").answers(480);
        SipPhone mobile = server.phone("bob")) {
      register(desk, DESK);
      register(mobile, MOBILE);
      assertThat(alice.send(desk, "1").status()).isEqualTo(202);
      assertThat(alice.send(desk, "2").status()).isEqualTo(202);
      mobile.awaitMessages(2);
      desk.assertNoMoreMessagesThan(1);
      assertThat(server.query("select attempts, last_status from silo_device where attempts > 0"))
          .containsExactly("1 480");

      desk.answers(200);
      clock.advance(Duration.ofMinutes(1));

      desk.awaitMessages(3);
      server.awaitEmptyMailbox(desk);
      assertThat(desk.texts()).containsExactly("1", "1", "2");
      assertThat(mobile.texts()).containsExactly("1", "2");
    }
  }

  @Test
  void refusal_counts_for_one_device_and_a_decline_for_all() {
    try (TestServer server = TestServer.with("delivery=every").start();
        SipPhone alice = server.phone("alice");
        SipPhone desk = server.phone("bob").answersInTurn(415, 603, 200);
        SipPhone mobile = server.phone("bob")) {
      register(mobile, MOBILE);
      mobile.unregister();
      assertThat(alice.send(desk, "picture").status()).isEqualTo(202);
      assertThat(alice.send(desk, "spam").status()).isEqualTo(202);
      assertThat(alice.send(desk, "text").status()).isEqualTo(202);

      register(desk, DESK);
      desk.awaitMessages(3);
      await("what the desk phone said")
          .untilAsserted(
              () ->
                  assertThat(
                          server.query(
                              "select taken, status, reason from silo_delivery order by status"))
                      .containsExactly("TRUE 200 Scripted", "FALSE 415 Scripted"));
      register(mobile, MOBILE);

      mobile.awaitMessages(2);
      server.awaitEmptyMailbox(mobile);
      mobile.assertNoMoreMessagesThan(2);
      assertThat(mobile.texts()).containsExactly("picture", "text");
    }
  }

  private static void register(SipPhone phone, String instance) {
    String contact = "<%s>;+sip.instance=\"%s\";expires=3600";
    assertThat(
            phone
                .ask(phone.registration().contact(contact.formatted(phone.contact(), instance)))
                .status())
        .isEqualTo(200);
  }
}
