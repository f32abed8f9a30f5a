package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.SipText;

/** What one binding is: equality of contacts, whose it is, and the Path that leads to it. */
class BindingIT {
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
  void contacts_equal_by_the_uri_rules_are_one_binding() {
    try (SipPhone bob = server.phone("equal")) {
      bob.ask(bob.registration().contact("<sip:equal@localhost:4001;x=1;y=2>"));
      bob.ask(bob.registration().contact("<sip:%65qual@LOCALHOST:4001;y=2;x=1>"));
      assertThat(bob.bindings()).hasSize(1);

      bob.ask(bob.registration().contact("<sip:Equal@localhost:4001;x=1;y=2>"));
      bob.ask(bob.registration().contact("<sip:equal@localhost:4002;x=1;y=2>"));
      assertThat(bob.bindings()).hasSize(3);
    }
  }

  @Test
  void same_contact_twice_in_one_register_is_one_binding() {
    try (SipPhone bob = server.phone("twice")) {
      SipText answer =
          bob.ask(
              bob.registration()
                  .contact("<sip:twice@127.0.0.1:4001>")
                  .contact("<sip:twice@127.0.0.1:4001>"));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.uris("Contact")).containsExactly("sip:twice@127.0.0.1:4001");
    }
  }

  @Test
  void address_of_record_ignores_port_parameters_and_escapes_but_not_the_case_of_the_user() {
    try (SipPhone bob = server.phone("canon")) {
      bob.ask(
          bob.registration()
              .set("To", "<sip:%63anon@127.0.0.1:" + server.port() + ";user=phone>")
              .contact("<" + bob.contact() + ">"));

      assertThat(bob.bindings()).containsExactly(bob.contact());
      SipText other =
          bob.ask(
              bob.registration()
                  .set("From", "<sip:Canon@127.0.0.1>;tag=other")
                  .set("To", "<sip:Canon@127.0.0.1>"));
      assertThat(other.status()).isEqualTo(200);
      assertThat(other.headers("Contact")).isEmpty();
    }
  }

  @Test
  void path_is_given_back_and_requests_to_the_binding_take_it() {
    try (SipPhone edge = server.phone("edge");
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("path")) {
      String path = "<sip:127.0.0.1:" + edge.port() + ";lr>";
      assertThat(alice.send(bob, "stored").status()).isEqualTo(202);

      SipText answer =
          bob.ask(
              bob.registration()
                  .with("Supported", "path")
                  .with("Path", path)
                  .contact("<sip:path@192.0.2.7:5060>"));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.values("Path")).containsExactly(path);

      SipText stored = edge.awaitMessage();
      assertThat(stored.requestUri()).isEqualTo("sip:path@192.0.2.7:5060");
      assertThat(stored.values("Route")).containsExactly(path);
      server.awaitEmptyMailbox(bob);

      assertThat(alice.send(bob, "direct").status()).isEqualTo(200);
      SipText direct = edge.awaitMessages(2).get(1).request();
      assertThat(direct.requestUri()).isEqualTo("sip:path@192.0.2.7:5060");
      assertThat(direct.values("Route")).containsExactly(path);
    }
  }
}
