package org.msilo.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.FreePort;
import org.msilo.testing.Homes;
import org.msilo.testing.WarProcess;

/** The packaged war as sipsak sees it. */
@Tag("peers")
class SipsakIT {
  @TempDir Path home;
  @TempDir Path folder;

  @Test
  void sipsak_registers_and_sends_over_udp_and_tcp() throws Exception {
    int port = FreePort.find();
    try (WarProcess server = WarProcess.server(home, port)) {
      assertThat(sipsak("-s", "sip:127.0.0.1:" + port)).contains("200 OK");
      for (String transport : List.of("udp", "tcp")) {
        Path message = message(folder.resolve(transport), "bob-" + transport);
        assertThat(
                sipsak(
                    "-E",
                    transport,
                    "-L",
                    "-f",
                    message.toString(),
                    "-s",
                    "sip:x@127.0.0.1:" + port))
            .contains("202 Accepted");
      }
      String carol = "sip:carol@127.0.0.1:" + port;
      assertThat(sipsak("-U", "-C", "sip:carol@127.0.0.1:9", "-x", "300", "-s", carol))
          .contains("200 OK")
          .contains("sip:carol@127.0.0.1:9");
      assertThat(server.terminate()).isIn(0, 143);
    }
    assertThat(Homes.rows(home, "bob-udp@127.0.0.1")).isEqualTo(1);
    assertThat(Homes.rows(home, "bob-tcp@127.0.0.1")).isEqualTo(1);
  }

  /** A request for sipsak to send; it crashes on requests of its own making in mode -M. */
  private static Path message(Path file, String user) throws IOException {
    String text =
        """
        MESSAGE sip:%1$s@127.0.0.1 SIP/2.0
        From: <sip:alice@127.0.0.1>;tag=%1$s
        To: <sip:%1$s@127.0.0.1>
        Call-ID: %1$s
        CSeq: 1 MESSAGE
        Max-Forwards: 70
        Content-Type: text/plain
        Content-Length: 5

        hello"""
            .formatted(user)
            .replace("\n", "\r\n");
    return Files.writeString(file, text);
  }

  private static String sipsak(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sipsak", "-vvv"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(output).isTrue();
    return output;
  }
}
