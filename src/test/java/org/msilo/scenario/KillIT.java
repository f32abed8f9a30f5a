package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.FreePort;
import org.msilo.testing.Homes;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;

/** The packaged war is killed: what was answered 202 is still there. */
@NotStandalone("kills the executable war")
class KillIT {
  private final int port = FreePort.find();
  @TempDir private Path home;

  @Test
  void message_answered_202_survives_kill_9_and_arrives_once() {
    try (SipPhone alice = SipPhone.udp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port)) {
      try (WarProcess server = WarProcess.server(home, port)) {
        assertThat(alice.send(bob, "durable").status()).isEqualTo(202);
        server.kill9();
      }

      try (WarProcess server = WarProcess.server(home, port)) {
        assertThat(bob.register().status()).isEqualTo(200);
        assertThat(bob.awaitMessage().text()).isEqualTo("durable");
        bob.assertNoMoreMessagesThan(1);
        server.terminate();
      }

      assertThat(Homes.rows(home)).isZero();
    }
  }

  @Test
  void kill_9_in_the_middle_of_a_dump_repeats_only_the_message_in_flight() {
    try (SipPhone alice = SipPhone.udp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port).staysSilent()) {
      try (WarProcess server = WarProcess.server(home, port)) {
        assertThat(alice.send(bob, "1").status()).isEqualTo(202);
        assertThat(alice.send(bob, "2").status()).isEqualTo(202);
        assertThat(alice.send(bob, "3").status()).isEqualTo(202);
        assertThat(bob.register().status()).isEqualTo(200);
        bob.awaitMessages(1).get(0).answer(200);
        bob.awaitMessages(2);
        server.kill9();
      }

      try (WarProcess server = WarProcess.server(home, port, "--check_time=1")) {
        assertThat(bob.answers(200).bindings()).containsExactly(bob.contact());
        bob.register();
        bob.awaitMessages(4);
        bob.assertNoMoreMessagesThan(4);
        assertThat(bob.texts()).containsExactly("1", "2", "2", "3");
        server.terminate();
      }

      assertThat(Homes.rows(home)).isZero();
    }
  }
}
