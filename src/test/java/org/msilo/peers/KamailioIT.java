package org.msilo.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.testing.FreePort;
import org.msilo.testing.Homes;
import org.msilo.testing.SentRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;
import org.msilo.testing.wire.SipText;

/**
 * The packaged war behind Kamailio, which is registrar and proxy of example.org and the only one
 * the phones talk to.
 */
@Tag("peers")
class KamailioIT {
  private static final String[] SETTINGS = {"--domains=example.org", "--fr_timer=2"};

  private static final int front = FreePort.find();
  private static final int back = FreePort.find();

  @TempDir static Path home;
  @TempDir static Path folder;

  private static WarProcess msilo;
  private static KamailioITProcess kamailio;

  @BeforeAll
  static void start() {
    msilo = WarProcess.server(home, back, SETTINGS);
    kamailio = KamailioITProcess.start(folder, front, back);
  }

  /** Whatever the tests sent has come or was refused: nothing waits, nothing went wrong. */
  @AfterAll
  static void stopAndLookWhatIsLeft() {
    try (WarProcess server = msilo;
        KamailioITProcess proxy = kamailio) {
      assertThat(proxy.faults()).isEmpty();
      assertThat(server.terminate()).isIn(0, 143);
      assertThat(Homes.rows(home)).isZero();
    }
  }

  @Test
  void mail_for_an_absent_user_waits_and_comes_through_kamailio_when_he_registers_there() {
    try (SipPhone alice = phone("alice1");
        SipPhone bob = phone("bob1")) {
      SentRequest first = alice.begin(alice.message(bob.aor(), "one"));
      assertThat(first.onlyFinalResponse().status()).isEqualTo(202);
      assertThat(alice.send(bob, "two").status()).isEqualTo(202);
      assertThat(bob.heard()).isEmpty();

      assertThat(bob.register().uris("Contact")).containsExactly(bob.contact());

      bob.awaitMessages(2);
      bob.assertNoMoreMessagesThan(2);
      assertThat(bob.texts()).containsExactly("one", "two");
      for (var message : bob.messages()) {
        assertCameThroughKamailio(message.request());
        assertThat(message.request().requestUri()).isEqualTo(bob.contact());
        assertThat(message.request().the("From")).startsWith("<" + alice.aor() + ">");
        assertThat(message.request().has("Route")).isFalse();
      }
    }
  }

  @Test
  void a_user_who_is_there_gets_the_message_from_kamailio_and_msilo_hears_nothing() {
    try (SipPhone alice = phone("alice2");
        SipPhone bob = phone("bob2")) {
      bob.register();

      SentRequest request = alice.begin(alice.message(bob.aor(), "hello"));

      assertThat(request.onlyFinalResponse().status()).isEqualTo(200);
      bob.assertNoMoreMessagesThan(1);
      assertThat(bob.messages().get(0).request().headers("Via")).hasSize(2);
    }
  }

  @Test
  void a_user_who_signed_off_at_kamailio_is_away_for_msilo_too() {
    try (SipPhone alice = phone("alice3");
        SipPhone bob = phone("bob3");
        SipPhone observer = SipPhone.udp("bob3@example.org", back)) {
      bob.register();
      await("the copy of the REGISTER").until(() -> observer.bindings().contains(bob.contact()));
      assertThat(bob.unregister().has("Contact")).isFalse();
      await("the copy of the other").until(() -> observer.bindings().isEmpty());
      assertThat(alice.send(bob, "later").status()).isEqualTo(202);
      bob.assertNoMoreMessagesThan(0);

      bob.register();

      assertThat(bob.awaitMessage().text()).isEqualTo("later");
      bob.assertNoMoreMessagesThan(1);
    }
  }

  @Test
  void a_message_that_a_busy_phone_refused_is_kept_and_comes_at_the_next_register() {
    try (SipPhone alice = phone("alice4");
        SipPhone bob = phone("bob4").answers(486)) {
      bob.register();
      SentRequest request = alice.begin(alice.message(bob.aor(), "hello"));
      assertThat(request.onlyFinalResponse().status()).isEqualTo(202);
      int before = bob.messages().size();

      bob.answers(200);
      bob.register();

      bob.awaitMessages(before + 1);
      bob.assertNoMoreMessagesThan(before + 1);
      assertCameThroughKamailio(bob.messages().get(before).request());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {415, 603})
  void what_is_bad_or_declined_goes_back_to_the_sender_and_is_not_kept(int status) {
    try (SipPhone alice = phone("alice5-" + status);
        SipPhone bob = phone("bob5-" + status).answers(status)) {
      bob.register();

      SentRequest request = alice.begin(alice.message(bob.aor(), "hello"));

      assertThat(request.onlyFinalResponse().status()).isEqualTo(status);
      bob.assertNoMoreMessagesThan(1);
    }
  }

  @Test
  void two_hundred_messages_by_sipp_come_back_once_each() throws Exception {
    int messages = 200;
    int users = 50;
    int phones = FreePort.find();
    Sipp sipp = new Sipp(folder);
    sipp.users(users);
    assertThat(sipp.call("kamailio-message", front, FreePort.find(), 100, messages)).isZero();
    Process answering = sipp.serve("phones", phones, messages);
    assertThat(
            sipp.call(
                "kamailio-register",
                front,
                FreePort.find(),
                50,
                users,
                "-key",
                "contact",
                String.valueOf(phones)))
        .isZero();
    assertThat(Sipp.await(answering)).isZero();
    List<String> expected =
        IntStream.rangeClosed(1, messages)
            .mapToObj(n -> "user" + (n - 1) % users + " " + n)
            .toList();
    assertThat(sipp.logged("phones")).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static SipPhone phone(String name) {
    return SipPhone.udp(name + "@example.org", front);
  }

  /** The last hop was Kamailio, the one before it msilo, and there was no third. */
  private static void assertCameThroughKamailio(SipText message) {
    assertThat(message.values("Via"))
        .hasSize(2)
        .satisfies(via -> assertThat(via.get(0)).contains("127.0.0.1:" + front))
        .satisfies(via -> assertThat(via.get(1)).contains("127.0.0.1:" + back));
  }
}
