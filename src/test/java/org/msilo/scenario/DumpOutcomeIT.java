package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;

/** What becomes of a message by the final response to it. */
class DumpOutcomeIT {
  private static final TestServer server = TestServer.with();

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {600, 603, 604, 606, 607})
  void refusal_by_the_user_removes_the_message_and_the_next_one_goes_on(int status) {
    try (SipPhone alice = server.phone("alice1");
        SipPhone bob = server.phone("bob" + status).answersInTurn(status, 200)) {
      store(alice, bob, "refused", "taken");

      bob.register();

      bob.awaitMessages(2);
      assertThat(bob.texts()).containsExactly("refused", "taken");
      server.awaitEmptyMailbox(bob);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 415, 488, 493})
  void message_that_is_bad_itself_is_never_sent_again_and_the_next_one_goes_on(int status) {
    try (SipPhone alice = server.phone("alice2");
        SipPhone bob = server.phone("bob" + status).answersInTurn(status, 200)) {
      store(alice, bob, "bad", "good");
      bob.register();
      bob.awaitMessages(2);

      bob.register();

      bob.assertNoMoreMessagesThan(2);
      assertThat(bob.texts()).containsExactly("bad", "good");
      assertThat(
              server.query(
                  "select state, attempts, refused_status, last_status from silo where mailbox = '"
                      + mailbox(bob)
                      + "' and refused_reason is not null"))
          .containsExactly("1 1 " + status + " " + status);
      assertThat(alice.send(bob, "direct").status())
          .as("a bad message does not hold up what follows")
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405, 410, 430, 501})
  void phone_that_takes_no_mail_is_left_alone_until_it_registers_anew(int status) {
    try (SipPhone alice = server.phone("alice3");
        SipPhone bob = server.phone("bob" + status).answersInTurn(status, 200)) {
      store(alice, bob, "1", "2");
      bob.register();
      bob.awaitMessages(1);
      bob.assertNoMoreMessagesThan(1);
      assertThat(attempts(bob))
          .as("nobody knows when it is next")
          .containsExactly("1 " + status + " FALSE", "0 null FALSE");

      bob.register();

      bob.awaitMessages(3);
      bob.assertNoMoreMessagesThan(3);
      assertThat(bob.texts()).containsExactly("1", "1", "2");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 480, 486, 500, 503, 302, 401, 422})
  void failure_for_now_stops_the_dump_until_the_next_register(int status) {
    try (SipPhone alice = server.phone("alice4");
        SipPhone bob = server.phone("bob" + status).answersInTurn(status, 200)) {
      store(alice, bob, "1", "2");
      bob.register();
      bob.awaitMessages(1);
      bob.assertNoMoreMessagesThan(1);
      assertThat(server.rowsFor(bob)).isEqualTo(2);
      assertThat(attempts(bob)).containsExactly("1 " + status + " TRUE", "0 null FALSE");

      bob.register();

      bob.awaitMessages(3);
      bob.assertNoMoreMessagesThan(3);
      assertThat(bob.texts()).containsExactly("1", "1", "2");
      server.awaitEmptyMailbox(bob);
    }
  }

  @Test
  void phone_that_stays_silent_gets_the_message_again_when_it_registers_after_the_408() {
    try (SipPhone alice = server.phone("alice5");
        SipPhone bob = server.phone("bob5").staysSilent()) {
      store(alice, bob, "1", "2");
      bob.register();
      bob.awaitMessages(1);
      bob.answers(200); // The transaction that is under way stays without an answer.

      await("the message comes anew after timer F (32 s)")
          .pollInterval(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(60))
          .until(() -> bob.register().status() == 200 && bob.messages().size() >= 3);

      bob.assertNoMoreMessagesThan(3);
      assertThat(bob.texts()).containsExactly("1", "1", "2");
      assertThat(bob.messages().get(0).retransmissions()).isPositive();
    }
  }

  private static String mailbox(SipPhone phone) {
    return phone.aor().substring("sip:".length());
  }

  private static List<String> attempts(SipPhone phone) {
    return server.query(
        "select attempts, last_status, next_attempt_at is not null from silo where mailbox = '"
            + mailbox(phone)
            + "' order by id");
  }

  private static void store(SipPhone from, SipPhone to, String... texts) {
    for (String text : texts) {
      assertThat(from.send(to, text).status()).isEqualTo(202);
    }
  }
}
