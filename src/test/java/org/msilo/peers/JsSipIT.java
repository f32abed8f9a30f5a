package org.msilo.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.FreePort;
import org.msilo.testing.Homes;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;

/** The packaged war and JsSIP, which is what a browser has, over WebSocket. */
@Tag("peers")
class JsSipIT {
  @TempDir Path home;

  @Test
  void mail_comes_on_the_socket_and_on_the_next_one_after_it_was_cut() throws Exception {
    int port = FreePort.find();
    int webSocketPort = FreePort.find();
    String listen = "listen=udp:127.0.0.1:%d,ws:127.0.0.1:%d".formatted(port, webSocketPort);
    try (WarProcess server =
            WarProcess.run("--home=" + home, "--http=off", "--" + listen).awaitReady();
        SipPhone alice = SipPhone.udp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port)) {
      assertThat(alice.send(bob, "stored").status()).isEqualTo(202);
      alice.register();
      try (JsSip browser = new JsSip(webSocketPort, "bob")) {
        browser.awaits("registered", 1).awaits("message stored", 1);
        // 202 while the removal of the first one is under way: kept behind it, and sent at once.
        assertThat(alice.send(bob, "at once").status()).isIn(200, 202);
        browser.awaits("message at once", 1);
        browser.tell("say alice hello").awaits("said 200", 1);
        assertThat(alice.awaitMessage().text()).isEqualTo("hello");

        browser.tell("drop").awaits("disconnected", 1);
        alice.send(bob, "meanwhile");
        browser.awaits("registered", 2).awaits("message meanwhile", 1);

        assertThat(browser.texts()).containsExactly("stored", "at once", "meanwhile");
      }
      assertThat(alice.send(bob, "left").status()).isEqualTo(202);
      assertThat(server.terminate()).isIn(0, 143);
    }
    assertThat(Homes.rows(home)).isEqualTo(1);
  }
}
