package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;

/** How a stored MESSAGE looks when it comes out. */
class DeliveredShapeIT {
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
  void stored_message_goes_to_the_contact_from_its_sender_without_a_contact_of_its_own() {
    try (SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob")) {
      RequestDraft draft =
          alice
              .message("sip:bob@127.0.0.1:" + server.port(), "hello")
              .set("From", "\"Alice, \\\"A\\\"\" <sip:alice@127.0.0.1;x=1>;tag=original")
              .set("To", "Bob <" + bob.aor() + ">")
              .contact("<" + alice.contact() + ">");
      assertThat(alice.ask(draft).status()).isEqualTo(202);

      bob.register();
      SipText message = bob.awaitMessage();

      assertThat(message.requestUri()).isEqualTo(bob.contact());
      assertThat(message.has("Contact")).as("Contact (RFC 3428 4)").isFalse();
      assertThat(message.the("From")).startsWith("\"Alice, \\\"A\\\"\" <sip:alice@127.0.0.1;x=1>");
      assertThat(SipText.parameter(message.the("From"), "tag").orElseThrow())
          .isNotEqualTo("original");
      assertThat(message.the("To").replace("\"", "")).isEqualTo("Bob <" + bob.aor() + ">");
      assertThat(message.headers("Route")).isEmpty();
      assertThat(message.headers("Record-Route")).isEmpty();
      assertThat(message.headers("Via")).hasSize(1);
      assertThat(message.the("Date")).matches("\\w{3}, \\d{2} \\w{3} \\d{4} [0-9:]{8} GMT");
      assertThat(Integer.parseInt(message.the("Expires"))).isBetween(259_100, 259_200);
      assertThat(message.the("Content-Type")).isEqualTo("text/plain");
      assertThat(message.text()).isEqualTo("hello");
    }
  }

  @Test
  void header_fields_of_the_sender_come_out_as_they_went_in() {
    try (SipPhone alice = server.phone("alice2");
        SipPhone bob = server.phone("bob2")) {
      RequestDraft draft =
          alice
              .request("MESSAGE", bob.aor())
              .body("text/html;charset=ISO-8859-4; format=flowed", "<p>hello</p>")
              .with("Content-Encoding", "gzip")
              .with("Content-Language", "fr, de")
              .with("Content-Disposition", "render;handling=optional")
              .with("MIME-Version", "1.0")
              .with("Subject", "Grüße: \"lunch\", today?")
              .with("Priority", "urgent")
              .with("Reply-To", "\"Desk\" <sip:desk@example.org>")
              .with("In-Reply-To", "70710@saturn.example, 17320@saturn.example")
              .with("Organization", "Box & Sons, Ltd.")
              .with("Date", "Sat, 13 Nov 2010 23:29:00 GMT")
              .with("X-Trace", "one; a=b")
              .with("X-Trace", "two")
              .with("P-Unheard-Of", "<whatever>");
      assertThat(alice.ask(draft).status()).isEqualTo(202);

      bob.register();
      SipText message = bob.awaitMessage();

      assertThat(compact(message, "Content-Type"))
          .isEqualTo("text/html;charset=ISO-8859-4;format=flowed");
      assertThat(message.the("Content-Encoding")).isEqualTo("gzip");
      assertThat(message.values("Content-Language")).containsExactly("fr", "de");
      assertThat(compact(message, "Content-Disposition")).isEqualTo("render;handling=optional");
      assertThat(message.the("MIME-Version")).isEqualTo("1.0");
      assertThat(message.the("Subject")).isEqualTo("Grüße: \"lunch\", today?");
      assertThat(message.the("Priority")).isEqualTo("urgent");
      assertThat(message.the("Reply-To")).isEqualTo("\"Desk\" <sip:desk@example.org>");
      assertThat(message.values("In-Reply-To"))
          .containsExactly("70710@saturn.example", "17320@saturn.example");
      assertThat(message.the("Organization")).isEqualTo("Box & Sons, Ltd.");
      assertThat(message.the("Date")).isEqualTo("Sat, 13 Nov 2010 23:29:00 GMT");
      assertThat(message.headers("X-Trace")).containsExactly("one; a=b", "two");
      assertThat(message.headers("P-Unheard-Of")).containsExactly("<whatever>");
    }
  }

  @Test
  void mail_from_another_domain_goes_out_with_its_from() {
    try (SipPhone carol = server.phone("carol@elsewhere.example");
        SipPhone bob = server.phone("bob3")) {
      assertThat(carol.send(bob, "from afar").status()).isEqualTo(202);

      bob.register();

      assertThat(bob.awaitMessage().uris("From")).containsExactly("sip:carol@elsewhere.example");
    }
  }

  @Test
  void mail_goes_over_tcp_to_a_contact_that_says_so() {
    try (SipPhone alice = server.phone("alice4");
        SipPhone bob = server.tcpPhone("bob4")) {
      assertThat(alice.send(bob, "in a stream").status()).isEqualTo(202);

      bob.register();

      assertThat(bob.awaitMessage().the("Via")).startsWith("SIP/2.0/TCP");
      assertThat(bob.awaitMessage().requestUri()).isEqualTo(bob.contact());
      assertThat(bob.awaitMessage().text()).isEqualTo("in a stream");
    }
  }

  private static String compact(SipText message, String header) {
    return message.the(header).replaceAll("\\s*;\\s*", ";");
  }
}
