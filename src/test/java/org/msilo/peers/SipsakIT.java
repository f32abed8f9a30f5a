package org.msilo.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

  @Test
  void sipsak_registers_and_sends_over_udp_and_tcp() throws Exception {
    int port = FreePort.find();
    try (WarProcess server = WarProcess.server(home, port)) {
      assertThat(sipsak("-s", "sip:127.0.0.1:" + port)).contains("200 OK");
      for (String transport : List.of("udp", "tcp")) {
        String to = "sip:bob-" + transport + "@127.0.0.1:" + port;
        assertThat(sipsak("-M", "-B", "hello by " + transport, "-E", transport, "-s", to))
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

  private static String sipsak(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sipsak", "-vv"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(output).isTrue();
    return output;
  }
}
