package org.msilo.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.FreePort;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;
import org.msilo.testing.wire.UdpSocket;

/** One address floods the packaged war; users at others go on. Prints what was measured. */
@Tag("peers")
class FloodIT {
  private static final int RATE = 20_000;
  private static final int MESSAGES = 500;

  /** By now the flood has used up the burst it is granted. */
  private static final long UNDER_WAY = 3 * RATE;

  @TempDir Path home;

  @Test
  void messages_that_nobody_takes_stop_no_other_address() throws Exception {
    play("to nobody", FloodIT::toNobody);
  }

  @Test
  void messages_that_break_the_grammar_stop_no_other_address() throws Exception {
    play("without Call-ID", number -> toNobody(number).replaceFirst("Call-ID:[^\r]*\r\n", ""));
  }

  private void play(String name, LongFunction<String> flooded) throws Exception {
    int port = FreePort.find();
    try (WarProcess server = WarProcess.server(home, port, "--domains=127.0.0.1")) {
      try (SipPhone alice = at("127.0.0.1", "alice", port);
          SipPhone bob = at("127.0.0.3", "bob", port);
          Flood flood = new Flood("127.0.0.2", port, RATE, flooded)) {
        await("the flood").atMost(Duration.ofMinutes(1)).until(() -> flood.sent() > UNDER_WAY);
        List<Long> millis = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int number = 0; number < MESSAGES; number++) {
          texts.add("mail " + number);
          millis.add(store(alice, bob, "mail " + number));
        }
        assertThat(bob.register().status()).isEqualTo(200);
        assertThat(bob.awaitMessages(MESSAGES)).hasSize(MESSAGES);
        assertThat(bob.texts()).isEqualTo(texts);
        report(name, flood, millis);
      }
      assertThat(server.output()).doesNotContain("Exception");
    }
  }

  /** Milliseconds until the 202, copies included. */
  private static long store(SipPhone alice, SipPhone bob, String text) {
    long begin = System.nanoTime();
    assertThat(alice.send(bob, text).status()).isEqualTo(202);
    return Duration.ofNanos(System.nanoTime() - begin).toMillis();
  }

  private static void report(String name, Flood flood, List<Long> millis) {
    Collections.sort(millis);
    System.out.printf(
        "flood %s: %d datagrams/s; stored and fetched %d of %d; 202 after p50 %d ms, p99 %d ms,"
            + " at most %d ms%n",
        name,
        flood.rate(),
        millis.size(),
        MESSAGES,
        millis.get(MESSAGES / 2),
        millis.get(MESSAGES * 99 / 100),
        millis.get(MESSAGES - 1));
  }

  private static SipPhone at(String address, String name, int port) {
    UdpSocket socket = UdpSocket.at(address, port);
    return SipPhone.on(name, socket).believesToBeAt(address + ":" + socket.port());
  }

  private static String toNobody(long number) {
    return String.join(
        "\r\n",
        "MESSAGE sip:nobody@elsewhere.example SIP/2.0",
        "Via: SIP/2.0/UDP 127.0.0.2:5060;branch=z9hG4bKflood" + number,
        "Max-Forwards: 70",
        "From: <sip:mallory@elsewhere.example>;tag=" + number,
        "To: <sip:nobody@elsewhere.example>",
        "Call-ID: " + number + "@flood",
        "CSeq: 1 MESSAGE",
        "Content-Type: text/plain",
        "Content-Length: 5",
        "",
        "hello");
  }
}
