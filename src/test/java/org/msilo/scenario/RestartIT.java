package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;

/** An orderly stop and a new start forget nobody and nothing. */
class RestartIT {
  @Test
  void mail_and_bindings_survive_a_restart() {
    try (TestServer server = TestServer.with().start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob");
        SipPhone carol = server.phone("carol")) {
      assertThat(alice.send(bob, "1").status()).isEqualTo(202);
      assertThat(alice.send(bob, "2").status()).isEqualTo(202);
      assertThat(carol.register().status()).isEqualTo(200);

      server.restart();

      assertThat(carol.bindings()).containsExactly(carol.contact());
      assertThat(alice.send(carol, "direct").status()).isEqualTo(200);
      assertThat(carol.awaitMessage().text()).isEqualTo("direct");
      assertThat(alice.send(bob, "3").status()).isEqualTo(202);
      bob.register();
      bob.awaitMessages(3);
      assertThat(bob.texts()).containsExactly("1", "2", "3");
      server.awaitEmptyMailbox(bob);
    }
  }

  @Test
  void mail_under_way_at_the_stop_is_delivered_after_the_start() {
    try (TestServer server = TestServer.with().start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob").staysSilent()) {
      assertThat(alice.send(bob, "1").status()).isEqualTo(202);
      assertThat(alice.send(bob, "2").status()).isEqualTo(202);
      bob.register();
      bob.awaitMessages(1);

      server.restart();
      bob.answers(200).register();

      bob.awaitMessages(3);
      bob.assertNoMoreMessagesThan(3);
      assertThat(bob.texts()).containsExactly("1", "1", "2");
      server.awaitEmptyMailbox(bob);
    }
  }
}
