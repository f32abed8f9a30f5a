package org.msilo.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.msilo.testing.ReceivedRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.SipText;

/**
 * Phones that answer late, twice or with garbage. The server's T1 is 50 ms here, so that timer F
 * fires after 3.2 s in place of 32.
 */
class OddPhoneIT {
  private static final int T1 = 50;
  private static final int T2 = 400;
  private static final TestServer server = TestServer.with("check_time=1");

  @BeforeAll
  static void start() {
    server.start();
    server.timers(T1, T2);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void phone_that_answers_only_the_fourth_retransmission_gets_each_message_once() {
    try (SipPhone alice = server.phone("alice1");
        SipPhone bob = server.phone("bob1").staysSilent()) {
      store(alice, bob, "1", "2", "3");
      bob.register();

      for (int i = 1; i <= 3; i++) {
        ReceivedRequest message = bob.awaitMessages(i).get(i - 1);
        await("four retransmissions").until(() -> message.retransmissions() >= 4);
        message.answer(200);
      }

      server.awaitEmptyMailbox(bob);
      bob.assertNoMoreMessagesThan(3);
      assertThat(bob.texts()).containsExactly("1", "2", "3");
    }
  }

  @Test
  void phone_that_answers_twice_gets_each_message_once() {
    try (SipPhone alice = server.phone("alice2");
        SipPhone bob = server.phone("bob2")) {
      bob.answers(
          message -> {
            message.answer(200);
            message.repeatAnswer();
          });
      store(alice, bob, "1", "2", "3");

      bob.register();

      server.awaitEmptyMailbox(bob);
      bob.assertNoMoreMessagesThan(3);
      assertThat(bob.texts()).containsExactly("1", "2", "3");
    }
  }

  @Test
  void phone_that_answers_after_timer_f_gets_the_message_again_and_never_two_at_a_time() {
    try (SipPhone alice = server.phone("alice3");
        SipPhone bob = server.phone("bob3").staysSilent()) {
      store(alice, bob, "1", "2");
      bob.register();

      List<ReceivedRequest> tries = bob.awaitMessages(2);
      assertThat(tries.get(0).retransmissions()).as("it was given up").isPositive();
      tries.get(0).answer(200);
      bob.assertNoMoreMessagesThan(2);
      bob.answers(200);
      tries.get(1).answer(200);

      server.awaitEmptyMailbox(bob);
      assertThat(bob.texts()).containsExactly("1", "1", "2");
    }
  }

  @Test
  void phone_that_answers_with_garbage_gets_the_message_until_it_answers_in_sip() {
    try (SipPhone alice = server.phone("alice4");
        SipPhone bob = server.phone("bob4")) {
      List<ReceivedRequest> tries = new ArrayList<>();
      bob.answers(
          message -> {
            tries.add(message);
            garbage(message.request()).forEach(text -> bob.sendBytes(text.getBytes(UTF_8)));
          });
      store(alice, bob, "1", "2");
      bob.register();
      await("tried anew").atMost(SipPhone.PATIENCE).until(() -> tries.size() >= 2);

      bob.answers(200);

      server.awaitEmptyMailbox(bob);
      assertThat(bob.texts().stream().distinct()).containsExactly("1", "2");
      assertThat(alice.send(bob, "direct").status()).isEqualTo(200);
    }
  }

  /** Not SIP; no status; somebody else's CSeq, Call-ID and branch; a header that cannot be read. */
  private static List<String> garbage(SipText request) {
    String good =
        "SIP/2.0 200 OK\r\nVia: %s\r\nFrom: %s\r\nTo: %s;tag=1\r\nCall-ID: %s\r\nCSeq: %s\r\n"
                .formatted(
                    request.the("Via"),
                    request.the("From"),
                    request.the("To"),
                    request.callId(),
                    request.the("CSeq"))
            + "Content-Length: 0\r\n\r\n";
    return List.of(
        "no SIP at all\r\n\r\n",
        good.replace("SIP/2.0 200 OK", "SIP/2.0 abc OK"),
        good.replace("SIP/2.0 200 OK", "SIP/2.0 999999 OK"),
        good.replaceFirst("CSeq: .*", "CSeq: nothing"),
        good.replaceFirst("branch=z9hG4bK", "branch=z9hG4bKx"),
        good.replaceFirst("Via: .*", "Via: \u0000\u0001"),
        good.substring(0, good.length() / 2));
  }

  @Test
  void phone_that_never_answers_holds_up_nobody_else() {
    try (SipPhone alice = server.phone("alice5");
        SipPhone silent = server.phone("silent5").staysSilent();
        SipPhone bob = server.phone("bob5")) {
      store(alice, silent, "1");
      store(alice, bob, "1");
      silent.register();
      silent.awaitMessages(1);

      bob.register();

      assertThat(bob.awaitMessage().text()).isEqualTo("1");
      server.awaitEmptyMailbox(bob);
      assertThat(server.rowsFor(silent)).isEqualTo(1);
      await("the clock tries again")
          .atMost(SipPhone.PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> silent.messages().size() >= 2);
    }
  }

  @Test
  void phone_that_registers_anew_all_the_time_during_its_dump_gets_each_message_once() {
    try (SipPhone alice = server.phone("alice6");
        SipPhone bob = server.phone("bob6").staysSilent()) {
      int messages = 20;
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < messages; i++) {
        texts.add("message " + i);
        store(alice, bob, "message " + i);
      }
      bob.register();

      for (int i = 1; i <= messages; i++) {
        ReceivedRequest message = bob.awaitMessages(i).get(i - 1);
        assertThat(bob.register().status()).isEqualTo(200);
        assertThat(bob.messages()).as("one at a time").hasSize(i);
        message.answer(200);
        assertThat(bob.register().status()).isEqualTo(200);
      }

      server.awaitEmptyMailbox(bob);
      bob.assertNoMoreMessagesThan(messages);
      assertThat(bob.texts()).isEqualTo(texts);
    }
  }

  private static void store(SipPhone from, SipPhone to, String... texts) {
    for (String text : texts) {
      assertThat(from.send(to, text).status()).isEqualTo(202);
    }
  }
}
