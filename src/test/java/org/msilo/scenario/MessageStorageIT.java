package org.msilo.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;

/** A MESSAGE for a user who is away: what is stored, what is not, and the answer. */
class MessageStorageIT {
  private static final int LARGEST = 65_536;
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
  void message_for_unregistered_aor_is_stored_and_answered_202_without_contact_or_body() {
    try (SipPhone alice = server.phone("alice1");
        SipPhone bob = server.phone("bob1")) {
      SipText answer = alice.begin(alice.message(bob.aor(), "hello")).onlyFinalResponse();

      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.has("Contact")).isFalse();
      assertThat(answer.has("Content-Type")).isFalse();
      assertThat(answer.body()).isEmpty();
      assertThat(SipText.parameter(answer.the("To"), "tag")).isPresent();
      assertDelivered(bob, "hello");
      assertThat(alice.received()).as("notices of a server without registrar").isEmpty();
    }
  }

  @Test
  void body_of_all_octets_is_kept_byte_for_byte() {
    byte[] octets = new byte[512];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) (i * 7);
    }
    assertBodySurvives("binary", octets);
  }

  @Test
  void utf_8_body_is_kept_byte_for_byte() {
    assertBodySurvives("utf8", "Grüße \uD83D\uDE80 \u0000 \uFEFF\r\n\r\nMESSAGE\n".getBytes(UTF_8));
  }

  @Test
  void empty_body_is_kept_empty() {
    assertBodySurvives("empty", new byte[0]);
  }

  @Test
  void message_without_any_content_is_kept() {
    try (SipPhone alice = server.phone("alice2");
        SipPhone bob = server.phone("nocontent")) {
      assertThat(alice.ask(alice.request("MESSAGE", bob.aor())).status()).isEqualTo(202);

      bob.register();

      assertThat(bob.awaitMessage().body()).isEmpty();
      assertThat(bob.awaitMessage().has("Content-Type")).isFalse();
    }
  }

  @Test
  void largest_body_passes_over_tcp() {
    byte[] octets = new byte[LARGEST];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) (i * 31 + i / 256);
    }
    try (SipPhone alice = server.tcpPhone("alice3");
        SipPhone bob = server.tcpPhone("largest")) {
      RequestDraft draft =
          alice.request("MESSAGE", bob.aor()).body("application/octet-stream", octets);
      assertThat(alice.ask(draft).status()).isEqualTo(202);

      bob.register();

      assertThat(Arrays.equals(bob.awaitMessage().body(), octets)).isTrue();
    }
  }

  @Test
  void body_beyond_the_limit_is_413_and_not_stored() {
    try (SipPhone alice = server.tcpPhone("alice4");
        SipPhone bob = server.tcpPhone("toolarge")) {
      RequestDraft draft =
          alice.request("MESSAGE", bob.aor()).body("text/plain", new byte[LARGEST + 1]);

      assertThat(alice.begin(draft).onlyFinalResponse().status()).isEqualTo(413);

      assertNothingButTheNextIsDelivered(alice, bob);
    }
  }

  @Test
  void kept_header_fields_beyond_8_kib_are_413_and_not_stored() {
    try (SipPhone alice = server.tcpPhone("alice5");
        SipPhone bob = server.tcpPhone("manyheaders")) {
      RequestDraft draft = alice.message(bob.aor(), "hello").with("X-Large", "x".repeat(8200));

      assertThat(alice.ask(draft).status()).isEqualTo(413);

      assertNothingButTheNextIsDelivered(alice, bob);
    }
  }

  @Test
  void same_call_id_cseq_and_from_tag_are_one_message() {
    try (SipPhone alice = server.phone("alice6");
        SipPhone bob = server.phone("duplicate")) {
      RequestDraft draft = alice.message(bob.aor(), "first").cseq(7);
      assertThat(alice.ask(draft).status()).isEqualTo(202);
      assertThat(alice.ask(draft).status()).isEqualTo(202);
      assertThat(alice.ask(draft.cseq(8).body("text/plain", "second")).status()).isEqualTo(202);

      bob.register();

      bob.awaitMessages(2);
      bob.assertNoMoreMessagesThan(2);
      assertThat(bob.texts()).containsExactly("first", "second");
    }
  }

  @Test
  void message_with_expires_zero_is_480_and_not_stored() {
    try (SipPhone alice = server.phone("alice7");
        SipPhone bob = server.phone("expireszero")) {
      RequestDraft draft = alice.message(bob.aor(), "now or never").with("Expires", "0");

      assertThat(alice.begin(draft).onlyFinalResponse().status()).isEqualTo(480);

      assertNothingButTheNextIsDelivered(alice, bob);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/im-iscomposing+xml", "Application/IM-isComposing+XML;charset=utf-8"})
  void is_composing_is_480_and_not_stored(String contentType) {
    try (SipPhone alice = server.phone("alice8");
        SipPhone bob = server.phone("composing" + contentType.length())) {
      RequestDraft draft = alice.request("MESSAGE", bob.aor()).body(contentType, "<isComposing/>");

      assertThat(alice.ask(draft).status()).isEqualTo(480);

      assertNothingButTheNextIsDelivered(alice, bob);
    }
  }

  @Test
  void mailbox_is_the_canonical_address_of_record() {
    try (SipPhone alice = server.phone("alice9");
        SipPhone bob = server.phone("mail box@localhost".replace(" ", "%20"))) {
      String port = ":" + server.port();
      assertThat(alice.ask(alice.message("sip:mail%20box@LOCALHOST" + port, "1")).status())
          .isEqualTo(202);
      assertThat(alice.ask(alice.message("sip:m%61il%20box@localhost;x=y", "2")).status())
          .isEqualTo(202);
      assertThat(alice.ask(alice.message("sip:Mail%20box@localhost", "no")).status())
          .isEqualTo(202);

      bob.register();

      bob.awaitMessages(2);
      bob.assertNoMoreMessagesThan(2);
      assertThat(bob.texts()).containsExactly("1", "2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sip:127.0.0.1", "tel:+4930123456"})
  void address_without_a_mailbox_is_refused_and_not_stored(String uri) {
    try (SipPhone alice = server.phone("alice10")) {
      long before = server.rows();

      SipText answer = alice.begin(alice.message(uri, "to nobody")).onlyFinalResponse();

      assertThat(answer.status()).isBetween(400, 499);
      assertThat(server.rows()).isLessThanOrEqualTo(before);
    }
  }

  private static void assertBodySurvives(String user, byte[] body) {
    try (SipPhone alice = server.phone("alice-" + user);
        SipPhone bob = server.phone(user)) {
      RequestDraft draft =
          alice.request("MESSAGE", bob.aor()).body("application/x-any;of=\"a; b\"", body);
      assertThat(alice.ask(draft).status()).isEqualTo(202);

      bob.register();

      assertThat(bob.awaitMessage().body()).isEqualTo(body);
      assertThat(bob.awaitMessage().the("Content-Type").replace(" ;", ";").replace("; of", ";of"))
          .isEqualTo("application/x-any;of=\"a; b\"");
    }
  }

  private static void assertDelivered(SipPhone bob, String text) {
    assertThat(bob.register().status()).isEqualTo(200);
    assertThat(bob.awaitMessage().text()).isEqualTo(text);
  }

  /** A later message comes first, so nothing was stored before it. */
  private static void assertNothingButTheNextIsDelivered(SipPhone alice, SipPhone bob) {
    assertThat(alice.send(bob, "marker").status()).isEqualTo(202);
    assertDelivered(bob, "marker");
    bob.assertNoMoreMessagesThan(1);
  }
}
