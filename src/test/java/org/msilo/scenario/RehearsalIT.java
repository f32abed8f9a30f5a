package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.FreePort;
import org.msilo.testing.Homes;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;

/** What the packaged war plays to itself leaves nothing behind, and the server serves. */
@NotStandalone("starts the executable war")
class RehearsalIT {
  private final int port = FreePort.find();
  @TempDir private Path home;

  @Test
  void server_that_rehearsed_serves_and_has_nothing_of_the_rehearsal() throws IOException {
    try (WarProcess server = WarProcess.server(home, port, "--rehearsal=1000");
        SipPhone alice = SipPhone.udp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port)) {
      List<String> said = server.output().lines().filter(it -> it.startsWith("msilo")).toList();
      assertThat(said.get(0)).isEqualTo("msilo: rehearses with 1000 messages");
      assertThat(said.get(1)).startsWith("msilo: rehearsed for ");
      assertThat(said.get(said.size() - 1)).startsWith("msilo is ready");

      assertThat(alice.send(bob, "hello").status()).isEqualTo(202);
      bob.register();
      assertThat(bob.awaitMessage().text()).isEqualTo("hello");
      assertThat(bob.bindings()).containsExactly(bob.contact());
      server.terminate();
    }
    assertThat(Homes.rows(home)).isZero();
    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files.map(Path::getFileName).map(Path::toString)).doesNotContain("rehearsal");
    }
  }

  @Test
  void server_that_rehearsed_comes_back_with_its_mail() {
    try (SipPhone alice = SipPhone.udp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port)) {
      try (WarProcess server = WarProcess.server(home, port)) {
        assertThat(alice.send(bob, "durable").status()).isEqualTo(202);
        server.terminate();
      }
      try (WarProcess server = WarProcess.server(home, port, "--rehearsal=1000")) {
        bob.register();
        assertThat(bob.awaitMessage().text()).isEqualTo("durable");
        server.terminate();
      }
    }
  }
}
