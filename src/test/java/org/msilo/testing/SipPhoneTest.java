package org.msilo.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.msilo.testing.wire.SipText;

/** The phone itself, talking to another one: what the plays rely on. */
class SipPhoneTest {
  @Test
  void request_over_udp_is_sent_again_until_it_is_answered_and_recorded_once() {
    try (SipPhone bob = SipPhone.udp("bob", 9).staysSilent();
        SipPhone alice = SipPhone.udp("alice", bob.port())) {
      SentRequest request = alice.begin(alice.message(bob.aor(), "hello"));
      ReceivedRequest received = bob.awaitMessages(1).get(0);
      await().until(() -> received.retransmissions() > 0);
      received.answer(202, "Retry-After: 5");

      assertThat(request.finalResponse().status()).isEqualTo(202);
      assertThat(request.finalResponse().the("Retry-After")).isEqualTo("5");
      assertThat(request.finalResponses()).hasSize(1);
      assertThat(bob.texts()).containsExactly("hello");
    }
  }

  @Test
  void port_of_a_phone_that_hung_up_is_not_given_to_another() {
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      try (SipPhone phone = SipPhone.udp("bob", 9)) {
        assertThat(ports.add(phone.port())).isTrue();
      }
    }
  }

  @Test
  void bodies_of_all_octets_pass_over_tcp_in_one_piece() {
    byte[] body = new byte[100_000];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) i;
    }
    try (SipPhone bob = SipPhone.tcp("bob", 9).answersInTurn(486, 200);
        SipPhone alice = SipPhone.tcp("alice", bob.port())) {
      var first = alice.message(bob.aor(), "").body("application/octet-stream", body);
      assertThat(alice.ask(first).status()).isEqualTo(486);
      assertThat(alice.send(bob, "text").status()).isEqualTo(200);
      assertThat(bob.messages().get(0).request().body()).isEqualTo(body);
    }
  }

  @Test
  void header_fields_are_found_folded_compact_and_in_lists() {
    SipText message =
        SipText.parse(
            ("MESSAGE sip:bob@example.org SIP/2.0\r\nv: SIP/2.0/UDP h;branch=z9hG4bK1\r\n"
                    + "Subject: one\r\n two\r\nm: \"a,b\" <sip:a,b@h>;q=1, <sip:c@h>\r\n"
                    + "l: 2\r\n\r\nhello")
                .getBytes(UTF_8));

    assertThat(message.branch()).isEqualTo("z9hG4bK1");
    assertThat(message.header("s")).contains("one two");
    assertThat(message.values("Contact")).containsExactly("\"a,b\" <sip:a,b@h>;q=1", "<sip:c@h>");
    assertThat(message.body()).isEqualTo(Arrays.copyOf("he".getBytes(UTF_8), 2));
  }
}
