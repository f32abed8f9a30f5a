package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.msilo.testing.SentRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;

/** A registered phone that says nothing: fr_timer, and the late answer. */
class SilentPhoneIT {
  private static final TestServer server = TestServer.with("fr_timer=1");

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void message_is_stored_after_fr_timer_with_one_202() {
    try (SipPhone alice = server.phone("alice1");
        SipPhone bob = server.phone("bob1").staysSilent()) {
      bob.register();

      SentRequest request = alice.begin(alice.message(bob.aor(), "hello"));

      assertThat(bob.awaitMessage().text()).isEqualTo("hello");
      assertThat(request.onlyFinalResponse().status()).isEqualTo(202);
      assertThat(server.rowsFor(bob)).isEqualTo(1);

      bob.answers(200).register();
      assertThat(bob.awaitMessages(2).get(1).text()).isEqualTo("hello");
      server.awaitEmptyMailbox(bob);
    }
  }

  @Test
  void late_2xx_takes_the_stored_copy_away() {
    try (SipPhone alice = server.phone("alice2");
        SipPhone bob = server.phone("bob2").staysSilent()) {
      bob.register();
      SentRequest request = alice.begin(alice.message(bob.aor(), "hello"));
      assertThat(request.finalResponse().status()).isEqualTo(202);
      assertThat(server.rowsFor(bob)).isEqualTo(1);

      bob.messages().get(0).answer(200);

      server.awaitEmptyMailbox(bob);
      assertThat(request.onlyFinalResponse().status()).isEqualTo(202);
    }
  }

  @Test
  void busy_and_silent_phone_together_are_stored_after_fr_timer() {
    try (SipPhone alice = server.phone("alice3");
        SipPhone desk = server.phone("bob3").answersInTurn(486, 200);
        SipPhone mobile = server.phone("bob3").staysSilent()) {
      desk.register();
      mobile.register();

      SentRequest request = alice.begin(alice.message(desk.aor(), "hello"));

      assertThat(request.onlyFinalResponse().status()).isEqualTo(202);
      desk.register();
      assertThat(desk.awaitMessages(2).get(1).text()).isEqualTo("hello");
      server.awaitEmptyMailbox(desk);
    }
  }
}
