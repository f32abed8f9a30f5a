package org.msilo.compose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;

/** An S-CSCF registers its users with msilo, an application server (3GPP TS 24.229 5.4.1.7). */
class ThirdPartyRegisterIT {
  @Test
  void mail_goes_to_the_public_identity_by_way_of_the_s_cscf() {
    try (TestServer server = TestServer.with("third_party_from=127.0.0.1").start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob");
        SipPhone scscf = server.phone("scscf")) {
      assertThat(alice.send(bob, "mail").status()).isEqualTo(202);

      assertThat(scscf.ask(thirdParty(scscf, bob, 600)).status()).isEqualTo(200);

      SipText message = scscf.awaitMessage();
      assertThat(message.requestUri()).isEqualTo(bob.aor());
      assertThat(message.uris("Route")).hasSize(1);
      assertThat(message.uris("Route").get(0)).startsWith("sip:127.0.0.1:" + scscf.port());
      assertThat(message.text()).isEqualTo("mail");
      scscf.assertNoMoreMessagesThan(1);
      server.awaitEmptyMailbox(bob);
    }
  }

  @Test
  void a_body_with_the_users_own_register_changes_nothing() {
    try (TestServer server = TestServer.with("third_party_from=127.0.0.1").start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob");
        SipPhone scscf = server.phone("scscf")) {
      assertThat(alice.send(bob, "mail").status()).isEqualTo(202);
      RequestDraft draft =
          thirdParty(scscf, bob, 600)
              .body("message/sip", "REGISTER sip:127.0.0.1 SIP/2.0\r\nContact: <sip:x@y>\r\n\r\n");

      assertThat(scscf.ask(draft).status()).isEqualTo(200);

      assertThat(scscf.awaitMessage().requestUri()).isEqualTo(bob.aor());
    }
  }

  @Test
  void expires_0_starts_nothing() {
    try (TestServer server = TestServer.with("third_party_from=127.0.0.1").start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob");
        SipPhone scscf = server.phone("scscf")) {
      assertThat(alice.send(bob, "mail").status()).isEqualTo(202);

      assertThat(scscf.ask(thirdParty(scscf, bob, 0)).status()).isEqualTo(200);

      scscf.assertNoMoreMessagesThan(0);
      assertThat(server.rowsFor(bob)).isEqualTo(1);
    }
  }

  @Test
  void a_registered_identity_that_leaves_is_away_again() {
    try (TestServer server = TestServer.with("third_party_from=127.0.0.1").start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob");
        SipPhone scscf = server.phone("scscf")) {
      assertThat(scscf.ask(thirdParty(scscf, bob, 600)).status()).isEqualTo(200);
      assertThat(alice.send(bob, "at once").status()).isEqualTo(200);
      assertThat(scscf.ask(thirdParty(scscf, bob, 0).cseq(2)).status()).isEqualTo(200);

      assertThat(alice.send(bob, "later").status()).isEqualTo(202);

      scscf.assertNoMoreMessagesThan(1);
      assertThat(server.rowsFor(bob)).isEqualTo(1);
    }
  }

  @Test
  void from_an_address_that_is_not_listed_it_is_refused() {
    assertRefused();
    assertRefused("third_party_from=192.0.2.1");
  }

  @Test
  void with_auth_only_the_registration_of_another_is_not_asked_for() {
    try (TestServer server =
            TestServer.with("third_party_from=127.0.0.1", "auth=register").start();
        SipPhone bob = server.phone("bob");
        SipPhone scscf = server.phone("scscf")) {
      assertThat(bob.register().status()).isEqualTo(401);
      assertThat(scscf.ask(thirdParty(scscf, bob, 600)).status()).isEqualTo(200);
    }
  }

  private static void assertRefused(String... settings) {
    try (TestServer server = TestServer.with(settings).start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob");
        SipPhone scscf = server.phone("scscf")) {
      assertThat(alice.send(bob, "mail").status()).isEqualTo(202);

      assertThat(scscf.ask(thirdParty(scscf, bob, 600)).status()).isEqualTo(403);

      scscf.assertNoMoreMessagesThan(0);
      assertThat(server.rowsFor(bob)).isEqualTo(1);
    }
  }

  private static RequestDraft thirdParty(SipPhone scscf, SipPhone user, int expires) {
    return scscf
        .request("REGISTER", "sip:127.0.0.1")
        .set("To", "<" + user.aor() + ">")
        .callId("third-party-" + user.aor())
        .contact("<sip:127.0.0.1:" + scscf.port() + ";lr>")
        .with("Expires", Integer.toString(expires));
  }
}
