package org.msilo.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.FreePort;
import org.msilo.testing.Homes;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;
import org.msilo.testing.wire.SipText;

/**
 * The file of the database cannot grow any more. A limit on the size of files stands for the full
 * disk: the write fails in the same place, and no other process is harmed.
 */
class DiskFullIT {
  private static final long ROOM_LEFT = 300_000;
  private static final String BODY = "x".repeat(20_000);

  private final int port = FreePort.find();
  @TempDir private Path home;

  @Test
  void message_that_finds_the_disk_full_is_503_and_what_was_answered_202_arrives_once()
      throws Exception {
    List<String> accepted = new ArrayList<>();
    try (SipPhone alice = SipPhone.tcp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port)) {
      try (WarProcess server = WarProcess.server(home, port)) {
        accepted.add(stored(alice, bob, "before"));
        limitFiles(server, Long.toString(Files.size(home.resolve("silo.mv.db")) + ROOM_LEFT));
        SipText refusal = fill(alice, bob, accepted);
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.the("Retry-After")).matches("[1-9]\\d*.*");

        limitFiles(server, "unlimited");
        await("room on the disk")
            .atMost(SipPhone.PATIENCE)
            .until(() -> alice.send(bob, "trial").status() == 202);
        accepted.add("trial");
        bob.register();
        bob.awaitMessages(accepted.size());
        bob.assertNoMoreMessagesThan(accepted.size());
        assertThat(bob.texts()).isEqualTo(accepted);
        server.terminate();
      }
      assertThat(Homes.rows(home)).isZero();
    }
  }

  private static String stored(SipPhone from, SipPhone to, String text) {
    assertThat(from.send(to, text).status()).isEqualTo(202);
    return text;
  }

  /** Sends until it is refused, and returns the refusal. */
  private static SipText fill(SipPhone from, SipPhone to, List<String> accepted) {
    for (int i = 0; true; i++) {
      String text = i + BODY;
      SipText answer = from.send(to, text);
      if (answer.status() != 202) {
        return answer;
      }
      accepted.add(text);
    }
  }

  private static void limitFiles(WarProcess server, String bytes)
      throws IOException, InterruptedException {
    Process limit =
        new ProcessBuilder(
                "prlimit", "--pid", Long.toString(server.pid()), "--fsize=" + bytes + ":unlimited")
            .inheritIO()
            .start();
    assertThat(limit.waitFor()).isZero();
  }
}
