package org.msilo.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.fault.LossyRelay;

/** UDP as it may be: datagrams get lost, come twice, and overtake each other. */
class LossyNetworkIT {
  private static final int MESSAGES = 60;
  private static final double CHANCE = 0.1;

  /**
   * Each loss costs 500 ms and more (Timer E), one after the other. Half of all runs take longer
   * than 8 s, one in sixty longer than 20 s.
   */
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);

  @Test
  void all_messages_arrive_once_and_in_order_over_a_network_that_loses_doubles_and_reorders() {
    long seed = System.nanoTime();
    System.out.println("LossyNetworkIT: the seed is " + seed);
    try (TestServer server = TestServer.with("check_time=1").start();
        LossyRelay alices = new LossyRelay(server.port(), CHANCE, seed);
        LossyRelay bobs = new LossyRelay(server.port(), CHANCE, ~seed);
        SipPhone alice = SipPhone.behind(alices, "alice");
        SipPhone bob = SipPhone.behind(bobs, "bob")) {
      List<String> texts = IntStream.range(0, MESSAGES).mapToObj(i -> "message " + i).toList();

      for (String text : texts) {
        assertThat(alice.send(bob, text).status()).as(text + ", seed %d", seed).isEqualTo(202);
      }
      assertThat(server.rowsFor(bob)).as("stored once, seed %d", seed).isEqualTo(MESSAGES);
      bob.register();

      await("delivery of all, seed " + seed)
          .atMost(LONG_ENOUGH)
          .until(() -> server.rowsFor(bob) == 0);
      bob.assertNoMoreMessagesThan(MESSAGES);
      assertThat(bob.texts()).as("seed %d", seed).isEqualTo(texts);
      assertThat(alices.faults() + bobs.faults()).as("the network was bad").isPositive();
    }
  }
}
