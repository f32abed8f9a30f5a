package org.msilo.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
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

  private final int front = FreePort.find();
  private final int back = FreePort.find();

  @TempDir Path home;
  @TempDir Path folder;

  @Test
  void mail_for_an_absent_user_waits_and_comes_through_kamailio_when_he_registers_there()
      throws Exception {
    try (WarProcess msilo = WarProcess.server(home, back, SETTINGS);
        KamailioITProcess kamailio = KamailioITProcess.start(folder, front, back);
        SipPhone alice = phone("alice");
        SipPhone bob = phone("bob")) {
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
      assertNothingIsLeft(msilo, kamailio);
    }
  }

  @Test
  void a_user_who_is_there_gets_the_message_from_kamailio_and_msilo_hears_nothing()
      throws Exception {
    try (WarProcess msilo = WarProcess.server(home, back, SETTINGS);
        KamailioITProcess kamailio = KamailioITProcess.start(folder, front, back);
        SipPhone alice = phone("alice");
        SipPhone bob = phone("bob")) {
      bob.register();

      SentRequest request = alice.begin(alice.message(bob.aor(), "hello"));

      assertThat(request.onlyFinalResponse().status()).isEqualTo(200);
      bob.assertNoMoreMessagesThan(1);
      assertThat(bob.messages().get(0).request().headers("Via")).hasSize(2);
      assertNothingIsLeft(msilo, kamailio);
    }
  }

  @Test
  void a_user_who_signed_off_at_kamailio_is_away_for_msilo_too() throws Exception {
    try (WarProcess msilo = WarProcess.server(home, back, SETTINGS);
        KamailioITProcess kamailio = KamailioITProcess.start(folder, front, back);
        SipPhone alice = phone("alice");
        SipPhone bob = phone("bob");
        SipPhone observer = SipPhone.udp("bob@example.org", back)) {
      bob.register();
      await("the copy of the REGISTER").until(() -> observer.bindings().contains(bob.contact()));
      assertThat(bob.unregister().has("Contact")).isFalse();
      await("the copy of the other").until(() -> observer.bindings().isEmpty());
      assertThat(alice.send(bob, "later").status()).isEqualTo(202);
      bob.assertNoMoreMessagesThan(0);

      bob.register();

      assertThat(bob.awaitMessage().text()).isEqualTo("later");
      bob.assertNoMoreMessagesThan(1);
      assertNothingIsLeft(msilo, kamailio);
    }
  }

  @Test
  void a_message_that_a_busy_phone_refused_is_kept_and_comes_at_the_next_register()
      throws Exception {
    try (WarProcess msilo = WarProcess.server(home, back, SETTINGS);
        KamailioITProcess kamailio = KamailioITProcess.start(folder, front, back);
        SipPhone alice = phone("alice");
        SipPhone bob = phone("bob").answers(486)) {
      bob.register();
      SentRequest request = alice.begin(alice.message(bob.aor(), "hello"));
      assertThat(request.onlyFinalResponse().status()).isEqualTo(202);
      int before = bob.messages().size();

      bob.answers(200);
      bob.register();

      bob.awaitMessages(before + 1);
      bob.assertNoMoreMessagesThan(before + 1);
      assertCameThroughKamailio(bob.messages().get(before).request());
      assertNothingIsLeft(msilo, kamailio);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {415, 603})
  void what_is_bad_or_declined_goes_back_to_the_sender_and_is_not_kept(int status)
      throws Exception {
    try (WarProcess msilo = WarProcess.server(home, back, SETTINGS);
        KamailioITProcess kamailio = KamailioITProcess.start(folder, front, back);
        SipPhone alice = phone("alice");
        SipPhone bob = phone("bob").answers(status)) {
      bob.register();

      SentRequest request = alice.begin(alice.message(bob.aor(), "hello"));

      assertThat(request.onlyFinalResponse().status()).isEqualTo(status);
      bob.assertNoMoreMessagesThan(1);
      assertNothingIsLeft(msilo, kamailio);
    }
  }

  @Test
  void two_hundred_messages_by_sipp_come_back_once_each() throws Exception {
    int messages = 200;
    int users = 50;
    int phones = FreePort.find();
    Sipp sipp = new Sipp(folder);
    sipp.users(users);
    try (WarProcess msilo = WarProcess.server(home, back, SETTINGS);
        KamailioITProcess kamailio = KamailioITProcess.start(folder, front, back)) {
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
      assertNothingIsLeft(msilo, kamailio);
    }
    List<String> expected =
        IntStream.rangeClosed(1, messages)
            .mapToObj(n -> "user" + (n - 1) % users + " " + n)
            .toList();
    assertThat(sipp.logged("phones")).containsExactlyInAnyOrderElementsOf(expected);
  }

  private SipPhone phone(String name) {
    return SipPhone.udp(name + "@example.org", front);
  }

  /** The last hop was Kamailio, the one before it msilo, and there was no third. */
  private void assertCameThroughKamailio(SipText message) {
    assertThat(message.values("Via"))
        .hasSize(2)
        .satisfies(via -> assertThat(via.get(0)).contains("127.0.0.1:" + front))
        .satisfies(via -> assertThat(via.get(1)).contains("127.0.0.1:" + back));
  }

  private void assertNothingIsLeft(WarProcess msilo, KamailioITProcess kamailio) {
    assertThat(kamailio.faults()).isEmpty();
    assertThat(msilo.terminate()).isIn(0, 143);
    assertThat(Homes.rows(home)).isZero();
  }
}
