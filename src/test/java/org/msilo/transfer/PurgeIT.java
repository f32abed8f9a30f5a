package org.msilo.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.WarProcess;

/** The command that erases a user, with the packaged war. */
@NotStandalone("the command line is the executable war's")
class PurgeIT {
  @Test
  void all_that_is_kept_of_a_user_is_erased_and_nothing_of_others() {
    try (TestServer server = TestServer.with("delivery=every").start();
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob").staysSilent();
        SipPhone carol = server.phone("carol")) {
      assertThat(alice.send(bob, "to bob").status()).isEqualTo(202);
      assertThat(alice.send(carol, "to carol").status()).isEqualTo(202);
      bob.register();
      bob.awaitMessages(1);
      server.stop();

      assertThat(purge(server, "--mailbox=" + bob.aor()))
          .startsWith("0: bob@")
          .contains("1 messages, 1 bindings, 1 devices, 0 deliveries, 1 rounds erased");
      assertThat(purge(server, "--mailbox=" + bob.aor()))
          .contains("0 messages, 0 bindings, 0 devices, 0 deliveries, 0 rounds erased");
      assertThat(purge(server, "--mailbox=" + carol.aor())).contains("1 messages, 0 bindings");
    }
  }

  @Test
  void what_is_no_address_of_record_is_refused() {
    try (TestServer server = TestServer.with().start()) {
      server.stop();
      assertThat(purge(server, "--mailbox=nobody"))
          .startsWith("2: msilo: --mailbox must be an address-of-record");
      assertThat(purge(server)).startsWith("2: msilo: Missing required option: '--mailbox=AOR'");
    }
  }

  /** The exit status and all output. */
  private static String purge(TestServer server, String... options) {
    List<String> line = new ArrayList<>(List.of("purge", "--home=" + server.home()));
    line.addAll(List.of(options));
    try (WarProcess process = WarProcess.run(line.toArray(String[]::new))) {
      return process.exitValue() + ": " + process.output();
    }
  }
}
