package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SentRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.SipText;

/** What the container keeps of a request that is over. */
class SessionsIT {
  /** Timer J is 32 s, after which the container would end them by itself. */
  private static final Duration BEFORE_TIMER_J = Duration.ofSeconds(20);

  @Test
  @NotStandalone("counts the sessions of the container")
  void sessions_of_a_request_over_udp_end_with_its_answer() {
    try (TestServer server = TestServer.with().start();
        SipPhone alice = server.phone("alice")) {
      for (int i = 0; i < 10; i++) {
        try (SipPhone bob = server.phone("bob" + i)) {
          assertThat(alice.send(bob, "hello").status()).isEqualTo(202);
          assertThat(alice.register().status()).isEqualTo(200);
        }
      }

      assertThat(server.sessionsBegun()).isGreaterThanOrEqualTo(20);
      await("end of all sessions")
          .atMost(BEFORE_TIMER_J)
          .until(() -> server.sessionsEnded() == server.sessionsBegun());
    }
  }

  @Test
  @NotStandalone("counts the sessions of the container")
  void copy_of_a_request_whose_sessions_are_over_gets_the_same_answer_and_no_session() {
    try (TestServer server = TestServer.with().start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob")) {
      SentRequest request = alice.begin(alice.message(bob.aor(), "hello"));
      SipText answer = request.finalResponse();
      await("end of the sessions")
          .atMost(BEFORE_TIMER_J)
          .until(() -> server.sessionsEnded() == server.sessionsBegun());
      long begun = server.sessionsBegun();

      alice.sendBytes(request.request().toString().getBytes(StandardCharsets.UTF_8));

      await("another answer").atMost(SipPhone.PATIENCE).until(() -> alice.heard().size() == 2);
      assertThat(alice.heard().get(1).toString()).isEqualTo(answer.toString());
      assertThat(server.sessionsBegun()).isEqualTo(begun);
    }
  }
}
