package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.msilo.testing.ReceivedRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;

/** Mail goes out when its user registers: in order, one pending at a time. */
class DumpIT {
  private static final TestServer server = TestServer.with();

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void mail_comes_in_the_order_of_receipt() {
    try (SipPhone alice = server.phone("alice1");
        SipPhone bob = server.phone("bob1")) {
      store(alice, bob, "1", "2", "3", "4", "5");

      bob.register();

      bob.awaitMessages(5);
      bob.assertNoMoreMessagesThan(5);
      assertThat(bob.texts()).containsExactly("1", "2", "3", "4", "5");
    }
  }

  @Test
  void next_message_waits_for_the_final_response_to_the_last() {
    try (SipPhone alice = server.phone("alice2");
        SipPhone bob = server.phone("bob2").staysSilent()) {
      store(alice, bob, "1", "2", "3");
      bob.register();

      for (int pending = 1; pending <= 3; pending++) {
        ReceivedRequest message = bob.awaitMessages(pending).get(pending - 1);
        bob.register();
        bob.assertNoMoreMessagesThan(pending);
        assertThat(message.text()).isEqualTo(Integer.toString(pending));
        message.answer(200);
      }
      bob.assertNoMoreMessagesThan(3);
    }
  }

  @Test
  void message_sent_while_mail_is_dumped_comes_behind_it() {
    try (SipPhone alice = server.phone("alice3");
        SipPhone bob = server.phone("bob3").staysSilent()) {
      store(alice, bob, "1", "2");
      bob.register();
      ReceivedRequest first = bob.awaitMessages(1).get(0);

      assertThat(alice.begin(alice.message(bob.aor(), "3")).onlyFinalResponse().status())
          .isEqualTo(202);

      bob.assertNoMoreMessagesThan(1);
      bob.answers(200);
      first.answer(200);
      bob.awaitMessages(3);
      bob.assertNoMoreMessagesThan(3);
      assertThat(bob.texts()).containsExactly("1", "2", "3");
    }
  }

  @Test
  void message_sent_while_mail_waits_comes_behind_it() {
    try (SipPhone alice = server.phone("alice4");
        SipPhone bob = server.phone("bob4").answersInTurn(480, 200)) {
      store(alice, bob, "1");
      bob.register();
      bob.awaitMessages(1);

      assertThat(alice.send(bob, "2").status()).isEqualTo(202);

      bob.register();
      bob.awaitMessages(3);
      bob.assertNoMoreMessagesThan(3);
      assertThat(bob.texts()).containsExactly("1", "1", "2");
    }
  }

  @Test
  void refresh_of_a_binding_starts_the_dump_too() {
    try (SipPhone alice = server.phone("alice5");
        SipPhone bob = server.phone("bob5").answersInTurn(486, 200)) {
      bob.register();
      assertThat(alice.send(bob, "hello").status()).isEqualTo(202);

      bob.register();

      bob.awaitMessages(2);
      assertThat(bob.texts()).containsExactly("hello", "hello");
    }
  }

  @Test
  void mail_taken_by_one_phone_does_not_come_to_the_next() {
    try (SipPhone alice = server.phone("alice6");
        SipPhone desk = server.phone("bob6");
        SipPhone mobile = server.phone("bob6")) {
      store(alice, desk, "once");
      desk.register();
      assertThat(desk.awaitMessage().text()).isEqualTo("once");
      server.awaitEmptyMailbox(desk);

      mobile.register();

      mobile.assertNoMoreMessagesThan(0);
      desk.assertNoMoreMessagesThan(1);
    }
  }

  @Test
  void mail_refused_by_a_busy_phone_goes_to_the_next_that_registers() {
    try (SipPhone alice = server.phone("alice7");
        SipPhone desk = server.phone("bob7").answers(486);
        SipPhone mobile = server.phone("bob7")) {
      store(alice, desk, "first", "second");
      desk.register();
      desk.awaitMessages(1);

      mobile.register();

      mobile.awaitMessages(2);
      assertThat(mobile.texts()).containsExactly("first", "second");
    }
  }

  @Test
  void register_of_two_contacts_brings_mail_in_order_to_the_preferred_one() {
    try (SipPhone alice = server.phone("alice8");
        SipPhone desk = server.phone("bob8");
        SipPhone mobile = server.phone("bob8")) {
      store(alice, desk, "1", "2");

      desk.ask(
          desk.registration()
              .contact("<" + desk.contact() + ">;q=1.0")
              .contact("<" + mobile.contact() + ">;q=0.1"));

      server.awaitEmptyMailbox(desk);
      assertThat(desk.texts()).containsExactly("1", "2");
    }
  }

  @Test
  void de_registration_brings_no_mail() {
    try (SipPhone alice = server.phone("alice9");
        SipPhone bob = server.phone("bob9")) {
      store(alice, bob, "mail");

      assertThat(bob.unregister().status()).isEqualTo(200);
      assertThat(bob.ask(bob.registration().contact("*").with("Expires", "0")).status())
          .isEqualTo(200);
      assertThat(bob.bindings()).isEmpty();

      bob.assertNoMoreMessagesThan(0);
      bob.register();
      assertThat(bob.awaitMessage().text()).isEqualTo("mail");
    }
  }

  @Test
  void contact_whose_methods_lack_message_gets_no_mail() {
    try (SipPhone alice = server.phone("alice10");
        SipPhone bob = server.phone("bob10")) {
      store(alice, bob, "mail");

      bob.ask(bob.registration().contact("<" + bob.contact() + ">;methods=\"INVITE, ACK, BYE\""));

      bob.assertNoMoreMessagesThan(0);
      bob.ask(bob.registration().contact("<" + bob.contact() + ">;methods=\"INVITE,MESSAGE\""));
      assertThat(bob.awaitMessage().text()).isEqualTo("mail");
    }
  }

  @Test
  void phone_whose_allow_lacks_message_gets_no_mail() {
    try (SipPhone alice = server.phone("alice11");
        SipPhone bob = server.phone("bob11")) {
      store(alice, bob, "mail");
      RequestDraft deaf =
          bob.registration().contact("<" + bob.contact() + ">").with("Allow", "INVITE, ACK");

      assertThat(bob.ask(deaf).status()).isEqualTo(200);

      bob.assertNoMoreMessagesThan(0);
      bob.ask(
          bob.registration()
              .contact("<" + bob.contact() + ">")
              .with("Allow", "INVITE, ACK")
              .with("Allow", "MESSAGE"));
      assertThat(bob.awaitMessage().text()).isEqualTo("mail");
    }
  }

  private static void store(SipPhone from, SipPhone to, String... texts) {
    for (String text : texts) {
      assertThat(from.send(to, text).status()).isEqualTo(202);
    }
  }
}
