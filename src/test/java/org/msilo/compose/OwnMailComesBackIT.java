package org.msilo.compose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.msilo.testing.SentRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;

/** Mail that a server outside leads back to the msilo that sent it. */
class OwnMailComesBackIT {
  private static final int NEVER_CALLS = 9;

  @Test
  void it_is_passed_on_to_its_contact_and_not_kept_before_and_after_a_restart() {
    try (SipPhone outbound = SipPhone.udp("outbound", NEVER_CALLS);
        TestServer server = TestServer.with("next_hop=sip:127.0.0.1:" + outbound.port()).start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob");
        SipPhone loop = server.phone("loop")) {
      SipText mail = sentMail(server, outbound, alice, bob);

      assertThat(begin(loop, mail, "1").onlyFinalResponse().status()).isEqualTo(200);
      assertThat(bob.awaitMessage().text()).isEqualTo("mail");
      assertThat(bob.awaitMessage().requestUri()).isEqualTo(bob.contact());
      assertThat(server.rows()).isZero();

      server.restart();
      bob.answers(480);
      assertThat(begin(loop, mail, "2").onlyFinalResponse().status()).isEqualTo(480);
      bob.assertNoMoreMessagesThan(2);
      assertThat(server.rows()).isZero();
    }
  }

  @Test
  void a_contact_that_points_back_here_makes_no_loop_and_a_real_one_gets_the_mail() {
    try (TestServer server = TestServer.with().start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob");
        SipPhone desk = server.phone("bob")) {
      String here = "sip:bob@127.0.0.1:" + server.port();
      bob.ask(bob.registration().contact("<" + here + ">;expires=600"));

      SentRequest hello = alice.begin(alice.message(bob.aor(), "hello"));
      assertThat(hello.onlyFinalResponse().status()).isEqualTo(202);
      assertThat(server.rowsFor(bob)).isEqualTo(1);
      assertThat(alice.begin(alice.request("OPTIONS", bob.aor())).onlyFinalResponse().status())
          .isEqualTo(482);

      desk.register();

      assertThat(desk.awaitMessage().text()).isEqualTo("hello");
      desk.assertNoMoreMessagesThan(1);
      server.awaitEmptyMailbox(bob);
    }
  }

  @Test
  void a_mark_that_msilo_did_not_make_is_none() {
    try (TestServer server = TestServer.with().start();
        SipPhone mallory = server.phone("mallory");
        SipPhone bob = server.phone("bob")) {
      RequestDraft forged = mallory.message(bob.aor(), "hello").with("X-Msilo-Sent", "AAAA.BBBB");

      assertThat(mallory.ask(forged).status()).isEqualTo(202);

      assertThat(server.rowsFor(bob)).isEqualTo(1);
    }
  }

  private static SipText sentMail(
      TestServer server, SipPhone outbound, SipPhone alice, SipPhone bob) {
    assertThat(alice.send(bob, "mail").status()).isEqualTo(202);
    bob.register();
    SipText mail = outbound.awaitMessage();
    server.awaitEmptyMailbox(bob);
    return mail;
  }

  /** The same request, as a proxy would forward it. */
  private static SentRequest begin(SipPhone loop, SipText mail, String cseq) {
    RequestDraft draft = new RequestDraft("MESSAGE", mail.requestUri());
    for (String line : mail.headerLines()) {
      String name = line.substring(0, line.indexOf(':'));
      if (!name.matches("Via|Route|Content-Length")) {
        draft.with(name, line.substring(line.indexOf(':') + 1).strip());
      }
    }
    String type = mail.the("Content-Type");
    return loop.begin(draft.body(type, mail.body()).set("CSeq", cseq + " MESSAGE"));
  }
}
