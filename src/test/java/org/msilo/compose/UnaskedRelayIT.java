package org.msilo.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.SentRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.standalone.StandaloneTomcat;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;

/** What the container would pass on to other domains without asking any application. */
class UnaskedRelayIT {
  private static final int NEVER_CALLS = 9;
  private static final List<String> WITHIN_DIALOGS = List.of("INFO", "UPDATE", "BYE", "PRACK");
  private static final String CHAIN =
      "(\"msilo\", \"DAR:From\", \"ORIGINATING\", \"\", \"NO_ROUTE\", \"0\")";

  @TempDir Path folder;

  @Test
  void embedded_container_relays_nothing_that_claims_to_have_been_here_before() {
    try (TestServer server = TestServer.with("domains=example.org").start();
        SipPhone mallory = server.phone("mallory");
        SipPhone victim = SipPhone.udp("victim", NEVER_CALLS)) {
      assertRefused(mallory, victim, server.port());
      for (String method : WITHIN_DIALOGS) {
        assertThat(mallory.ask(mallory.request(method, victim.contact())).status())
            .as(method)
            .isEqualTo(403);
      }
      assertThat(victim.heard()).isEmpty();
    }
  }

  @Test
  void standalone_container_relays_nothing_and_the_dialogs_of_a_neighbour_live_on()
      throws Exception {
    try (StandaloneTomcat tomcat =
        StandaloneTomcat.in(folder)
            .settings("domains=example.org")
            .dropWar()
            .companion("calls", DialogServlet.class)) {
      tomcat.router(
          String.join(
              "\n",
              "INVITE: " + CHAIN.replace("msilo", "calls"),
              "OPTIONS: " + CHAIN,
              "MESSAGE: " + CHAIN));
      tomcat.start();
      try (SipPhone mallory = tomcat.phone("mallory");
          SipPhone victim = SipPhone.udp("victim", NEVER_CALLS)) {
        assertRefused(mallory, victim, tomcat.sipPort());
        for (String method : WITHIN_DIALOGS) {
          RequestDraft draft = mallory.request(method, victim.contact());
          SipText answer = mallory.begin(draft).onlyFinalResponse();
          assertThat(answer.status()).as(method).isEqualTo(481);
          assertThat(SipText.parameter(answer.the("To"), "tag")).isPresent();
        }
        assertThat(mallory.ask(mallory.request("OPTIONS", victim.contact())).status())
            .isEqualTo(403);
        assertThat(victim.heard()).isEmpty();
        // What the routing file does not name the container does pass on, so it must name all.
        assertThat(mallory.ask(mallory.request("REGISTER", victim.contact())).status())
            .isEqualTo(200);
        assertThat(victim.received()).hasSize(1);
        call(mallory, "sip:calls@127.0.0.1:" + tomcat.sipPort());
      }
      tomcat.stop();
    }
  }

  /** The parameter is the one by which the container knows a Route that it recorded itself. */
  private static void assertRefused(SipPhone mallory, SipPhone victim, int port) {
    for (String method : List.of("MESSAGE", "OPTIONS", "INFO")) {
      RequestDraft draft =
          mallory
              .request(method, victim.contact())
              .with("Route", "<sip:127.0.0.1:" + port + ";lr;proxy=true>");
      assertThat(mallory.begin(draft).onlyFinalResponse().status()).as(method).isEqualTo(481);
    }
    assertThat(victim.heard()).isEmpty();
  }

  /** INVITE, UPDATE while it rings, INFO and BYE. */
  private static void call(SipPhone caller, String callee) {
    RequestDraft invite =
        caller.request("INVITE", callee).contact("<" + caller.contact() + ">").callId("call@phone");
    SentRequest call = caller.begin(invite);
    await("it rings").until(() -> caller.heard().stream().anyMatch(it -> is(it, 180)));
    SipText ringing = caller.heard().stream().filter(it -> is(it, 180)).findFirst().orElseThrow();

    assertThat(caller.ask(within(caller, ringing, "UPDATE", 2)).status()).isEqualTo(200);
    assertThat(call.finalResponse().status()).isEqualTo(200);
    assertThat(caller.ask(within(caller, ringing, "INFO", 3)).status()).isEqualTo(200);
    assertThat(caller.ask(within(caller, ringing, "BYE", 4)).status()).isEqualTo(200);
  }

  private static RequestDraft within(SipPhone caller, SipText ringing, String method, int cseq) {
    return caller
        .request(method, SipText.uri(ringing.the("Contact")))
        .set("From", ringing.the("From"))
        .set("To", ringing.the("To"))
        .callId(ringing.callId())
        .cseq(cseq);
  }

  private static boolean is(SipText message, int status) {
    return message.isResponse()
        && message.status() == status
        && message.cseqMethod().equals("INVITE");
  }
}
