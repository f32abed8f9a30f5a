package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SentRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;
import org.msilo.testing.wire.UdpSocket;

/** What is too much gets an answer of its own, and nothing of it is stored. */
class LimitsIT {
  /** Seconds after which an address with one request a second may ask again. */
  private static final int LONG_ENOUGH_FOR_MORE = 3;

  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.with(
                "max_messages=2",
                "max_bytes=5000",
                "rate_exempt=none",
                "sender_rate=1",
                "source_rate=0",
                "max_contacts=2",
                "max_headers=40",
                "max_header_bytes=6000",
                "registrar=sip:registrar@127.0.0.1")
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void full_mailbox_is_480_with_a_warning_until_mail_is_fetched() {
    try (SipPhone alice = server.phone("alice1");
        SipPhone bob = server.phone("bob1")) {
      RequestDraft first = alice.message(bob.aor(), "one").callId("first").cseq(1);
      assertThat(alice.ask(first).status()).isEqualTo(202);
      assertThat(alice.send(bob, "two").status()).isEqualTo(202);

      SipText answer = alice.send(bob, "three");

      assertThat(answer.status()).isEqualTo(480);
      assertThat(answer.the("Warning"))
          .isEqualTo("399 msilo \"The mailbox of the recipient is full\"");
      assertThat(server.rowsFor(bob)).isEqualTo(2);

      bob.register();
      assertThat(bob.awaitMessages(2)).hasSize(2);
      server.awaitEmptyMailbox(bob);
      bob.unregister();
      assertThat(alice.send(bob, "three").status()).isEqualTo(202);
    }
  }

  @Test
  void mailbox_full_of_bytes_is_480_and_smaller_mail_still_fits() {
    try (SipPhone alice = server.phone("alice2");
        SipPhone bob = server.phone("bob2")) {
      assertThat(alice.send(bob, "x".repeat(900)).status()).isEqualTo(202);
      SipPhone tcp = server.tcpPhone("alice2");
      try (tcp) {
        SipText answer = tcp.send(bob, "x".repeat(4500));
        assertThat(answer.status()).isEqualTo(480);
        assertThat(answer.the("Warning")).contains("full");
      }
      assertThat(server.rowsFor(bob)).isEqualTo(1);
      assertThat(alice.send(bob, "small").status()).isEqualTo(202);
    }
  }

  @Test
  void sender_in_a_hurry_is_480_with_retry_after_and_others_are_served() {
    try (SipPhone hasty = server.phone("hasty");
        SipPhone calm = server.phone("calm");
        SipPhone bob = server.phone("bob3")) {
      bob.register();
      SipText answer = hasty.send(bob, "hello");
      for (int sent = 1; answer.status() == 200 && sent < 100; sent++) {
        answer = hasty.send(bob, "hello");
      }

      assertThat(answer.status()).isEqualTo(480);
      assertThat(answer.the("Retry-After")).matches("[12]");
      assertThat(answer.the("Warning")).contains("Too many messages from this sender");
      assertThat(server.rowsFor(bob)).isZero();
      assertThat(calm.send(bob, "hello").status()).isEqualTo(200);
    }
  }

  @Test
  void source_in_a_hurry_is_480_with_retry_after() {
    try (TestServer strict = TestServer.with("rate_exempt=none", "source_rate=1").start();
        SipPhone alice = strict.phone("alice")) {
      SipText answer = alice.ask(alice.request("OPTIONS", strict.uri()));
      for (int sent = 1; answer.status() == 200 && sent < 100; sent++) {
        answer = alice.ask(alice.request("OPTIONS", strict.uri()));
      }

      assertThat(answer.status()).isEqualTo(480);
      assertThat(answer.the("Retry-After")).matches("[12]");
      assertThat(answer.the("Warning")).contains("Too many requests from your address");
    }
  }

  @Test
  @NotStandalone("answers such copies where it receives datagrams itself")
  void copy_of_a_request_that_was_turned_away_gets_the_same_answer_though_there_is_room_again()
      throws InterruptedException {
    try (TestServer strict = TestServer.with("rate_exempt=none", "source_rate=1").start();
        SipPhone alice = strict.phone("alice");
        SipPhone bob = strict.phone("bob")) {
      SentRequest request = alice.begin(alice.message(bob.aor(), "hello"));
      for (int sent = 1; request.finalResponse().status() == 202 && sent < 100; sent++) {
        request = alice.begin(alice.message(bob.aor(), "hello"));
      }
      SipText refusal = request.finalResponse();
      assertThat(refusal.status()).isEqualTo(480);
      long rows = strict.rowsFor(bob);
      int heard = alice.heard().size();
      TimeUnit.SECONDS.sleep(LONG_ENOUGH_FOR_MORE);

      alice.sendBytes(request.request().toString().getBytes(StandardCharsets.UTF_8));

      await("another answer").atMost(SipPhone.PATIENCE).until(() -> alice.heard().size() > heard);
      assertThat(alice.heard().get(heard).toString()).isEqualTo(refusal.toString());
      assertThat(strict.rowsFor(bob)).isEqualTo(rows);
      assertThat(alice.send(bob, "later").status()).isEqualTo(202);
    }
  }

  @Test
  void one_contact_too_many_is_403_and_changes_nothing() {
    try (SipPhone bob = server.phone("bob4")) {
      bob.register();
      RequestDraft two =
          bob.registration()
              .contact("<sip:bob4@127.0.0.1:4001>")
              .contact("<sip:bob4@127.0.0.1:4002>");

      assertThat(bob.ask(two).status()).isEqualTo(403);
      assertThat(bob.bindings()).containsExactly(bob.contact());
    }
  }

  @Test
  void too_many_header_fields_are_400_and_not_stored() {
    try (SipPhone alice = server.phone("alice5");
        SipPhone bob = server.phone("bob5")) {
      RequestDraft draft = alice.message(bob.aor(), "hello");
      for (int i = 0; i < 41; i++) {
        draft.with("X-Field", "v" + i);
      }

      SipText answer = alice.ask(draft);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.the("Warning")).contains("More than 40 header fields");
      assertThat(server.rowsFor(bob)).isZero();
    }
  }

  @Test
  void too_many_bytes_of_header_fields_are_513_and_not_stored() {
    try (SipPhone alice = server.tcpPhone("alice6");
        SipPhone bob = server.phone("bob6")) {
      SipText answer =
          alice.ask(alice.message(bob.aor(), "hello").with("X-Field", "x".repeat(6001)));

      assertThat(answer.status()).isEqualTo(513);
      assertThat(answer.the("Warning")).contains("More than 6000 bytes");
      assertThat(server.rowsFor(bob)).isZero();
    }
  }

  @Test
  void notice_goes_to_nobody_whom_the_sender_only_names() {
    try (SipPhone mallory = server.phone("mallory");
        SipPhone bob = server.phone("bob7")) {
      UdpSocket socket = UdpSocket.at("127.0.0.2", server.port());
      try (SipPhone victim = SipPhone.on("victim", socket)) {
        String named = "sip:victim@127.0.0.2:" + victim.port();
        RequestDraft byContact = mallory.message(bob.aor(), "hello").contact("<" + named + ">");
        RequestDraft byFrom =
            mallory.message(bob.aor(), "hello").set("From", "<" + named + ">;tag=1");
        RequestDraft byMaddr =
            mallory
                .message(bob.aor(), "hello")
                .contact("<sip:victim@127.0.0.1:" + victim.port() + ";maddr=127.0.0.2>");

        assertThat(mallory.ask(byContact).status()).isEqualTo(202);
        assertThat(mallory.ask(byFrom).status()).isEqualTo(202);
        assertThat(victim.received()).isEmpty();
        victim.assertNoMoreMessagesThan(0);
        assertThat(mallory.ask(byMaddr).status()).isIn(202, 480);
        victim.assertNoMoreMessagesThan(0);
      }
      assertThat(server.rowsFor(bob)).isEqualTo(2);
      assertThat(
              server.query(
                  "select count(*) from silo where mailbox like 'bob7@%'"
                      + " and sender_contact like '%victim%'"))
          .containsExactly("0");
    }
  }

  @Test
  void notices_to_one_place_are_bounded() {
    try (TestServer other =
            TestServer.with(
                    "registrar=sip:registrar@127.0.0.1",
                    "rate_exempt=none",
                    "notice_rate=1",
                    "sender_rate=0",
                    "source_rate=0")
                .start();
        SipPhone alice = other.phone("alice");
        SipPhone bob = other.phone("bob")) {
      int messages = 60;
      for (int i = 0; i < messages; i++) {
        RequestDraft draft =
            alice.message(bob.aor(), "hello " + i).contact("<" + alice.contact() + ">");
        assertThat(alice.ask(draft).status()).isEqualTo(202);
      }

      // A burst of ten, and one more for each second that the loop took.
      alice.awaitMessages(10);
      assertThat(alice.messages()).hasSizeLessThan(messages);
      assertThat(other.rowsFor(bob)).isEqualTo(messages);
    }
  }

  @Test
  void promise_of_two_gigabytes_ends_the_connection_and_nothing_else() {
    try (SipPhone mallory = server.tcpPhone("mallory8");
        SipPhone alice = server.phone("alice8");
        SipPhone bob = server.phone("bob8")) {
      RequestDraft draft =
          mallory
              .message(bob.aor(), "x")
              .set("Content-Length", Integer.toString(Integer.MAX_VALUE));
      mallory.begin(draft);

      assertThat(alice.send(bob, "hello").status()).isEqualTo(202);
      assertThat(server.rowsFor(bob)).isEqualTo(1);
    }
  }

  @Test
  void nobody_is_relayed_to_other_domains_by_any_method() {
    try (SipPhone mallory = server.phone("mallory9")) {
      for (String method :
          new String[] {
            "MESSAGE",
            "REGISTER",
            "INVITE",
            "OPTIONS",
            "SUBSCRIBE",
            "NOTIFY",
            "REFER",
            "PUBLISH",
            "INFO",
            "BYE",
            "UPDATE",
            "PRACK"
          }) {
        SipText answer =
            mallory.ask(
                mallory
                    .request(method, "sip:victim@elsewhere.example")
                    .contact("<" + mallory.contact() + ">")
                    .with("Event", "presence")
                    .with("Expires", "60")
                    .with("Subscription-State", "active")
                    .with("RAck", "1 1 INVITE")
                    .with("Refer-To", "<sip:victim@elsewhere.example>"));
        assertThat(answer.status()).as(method).isIn(403, 481);
      }
    }
  }
}
