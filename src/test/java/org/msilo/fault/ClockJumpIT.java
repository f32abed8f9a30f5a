package org.msilo.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.fault.FaultyClock;

/** The machine's clock is set, by an hour either way, in the midst of a dump. */
class ClockJumpIT {
  @ParameterizedTest
  @ValueSource(longs = {1, -1})
  void dump_goes_on_in_order_without_loss_or_repetition(long hours) {
    FaultyClock clock = new FaultyClock();
    try (TestServer server = TestServer.with("check_time=1").clock(clock).start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob").staysSilent()) {
      for (String text : new String[] {"1", "2"}) {
        assertThat(alice.send(bob, text).status()).isEqualTo(202);
      }
      bob.register(80_000);
      bob.awaitMessages(1);

      clock.jump(Duration.ofHours(hours));
      assertThat(alice.send(bob, "3").status()).as("behind what waits").isEqualTo(202);
      bob.assertNoMoreMessagesThan(1);
      bob.answers(200).messages().get(0).answer(200);

      server.awaitEmptyMailbox(bob);
      bob.assertNoMoreMessagesThan(3);
      assertThat(bob.texts()).containsExactly("1", "2", "3");
      assertThat(alice.send(bob, "direct").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, -1})
  void mail_refused_for_now_comes_with_the_next_register(long hours) {
    FaultyClock clock = new FaultyClock();
    try (TestServer server = TestServer.with("check_time=1").clock(clock).start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob").answersInTurn(480, 200)) {
      assertThat(alice.send(bob, "1").status()).isEqualTo(202);
      bob.register(80_000);
      bob.awaitMessages(1);

      clock.jump(Duration.ofHours(hours));
      bob.register(80_000);

      server.awaitEmptyMailbox(bob);
      assertThat(bob.texts()).containsExactly("1", "1");
    }
  }
}
