package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.testing.Certificate;
import org.msilo.testing.FreePort;
import org.msilo.testing.Homes;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.WarProcess;
import org.msilo.testing.wire.RawLine;
import org.msilo.testing.wire.RawLine.Transport;

/** Connections that are too many, too slow or silent end, on each transport that has some. */
@NotStandalone("the connections are the executable war's")
class ConnectionPaceIT {
  private static final int MOST = 3;

  /** More of them, 200 ms apart, than any limit here has time. */
  private static final int MANY_MOMENTS = 150;

  private static final Map<Transport, Integer> PORTS = new EnumMap<>(Transport.class);

  @TempDir private static Path home;
  private static Certificate certificate;
  private static WarProcess server;

  private final List<RawLine> opened = new ArrayList<>();

  @BeforeAll
  static void start() {
    certificate = Certificate.in(home);
    List<String> listen = new ArrayList<>();
    for (Transport transport : Transport.values()) {
      PORTS.put(transport, FreePort.find());
      String name = transport.name().toLowerCase(Locale.ROOT);
      listen.add(name + ":127.0.0.1:" + PORTS.get(transport));
    }
    List<String> arguments = new ArrayList<>(certificate.settings());
    arguments.addAll(
        List.of(
            "--home=" + home,
            "--listen=" + String.join(",", listen),
            "--http=off",
            "--max_connections_per_source=" + MOST,
            "--idle_connection=2",
            "--db_url=jdbc:h2:file:%s/silo;AUTO_SERVER=TRUE".formatted(home)));
    server = WarProcess.run(arguments.toArray(String[]::new)).awaitReady();
  }

  @AfterAll
  static void stop() {
    server.terminate();
    String output = server.output();
    server.close();
    assertThat(output).doesNotContain("\tat ");
  }

  @AfterEach
  void hangUp() throws IOException {
    for (RawLine line : opened) {
      line.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void one_too_many_ends_at_once_and_another_address_is_served(Transport transport)
      throws IOException {
    List<RawLine> held = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      held.add(ready(transport, "127.0.0.2"));
      held.get(i).send(options(transport));
      held.get(i).readUntil("SIP/2.0 200");
    }
    assertThat(connected(transport, "127.0.0.2").endsNow()).isTrue();
    assertThat(isServed(transport, "127.0.0.3")).isTrue();

    for (RawLine line : held) {
      line.close();
    }
    await("room again").until(() -> isServed(transport, "127.0.0.2"));
  }

  @Test
  void what_an_address_has_on_other_transports_counts_too() throws IOException {
    for (Transport transport : List.of(Transport.TCP, Transport.TLS, Transport.WS)) {
      ready(transport, "127.0.0.4");
    }
    assertThat(connected(Transport.WSS, "127.0.0.4").endsNow()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void one_that_says_nothing_ends(Transport transport) throws IOException {
    assertThat(connected(transport, "127.0.0.5").ends()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void one_that_falls_silent_ends_and_keep_alives_hold_it(Transport transport) throws IOException {
    RawLine line = ready(transport, "127.0.0.6");
    line.send(options(transport));
    line.readUntil("SIP/2.0 200");
    for (int moment = 0; moment < 20; moment++) {
      line.send("\r\n\r\n");
      assertThat(line.endsNow()).isFalse();
    }
    line.send(options(transport));
    line.readUntil("SIP/2.0 200");
    assertThat(line.ends()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void header_that_comes_byte_by_byte_ends_the_connection(Transport transport) throws IOException {
    RawLine line = ready(transport, "127.0.0.7");
    if (!transport.isWebSocket()) {
      line.send(options(transport));
      line.readUntil("SIP/2.0 200");
    }
    assertThat(endsWhileBytesCome(line)).isTrue();
  }

  private static boolean endsWhileBytesCome(RawLine line) {
    for (int moment = 0; moment < MANY_MOMENTS; moment++) {
      try {
        line.send("X");
      } catch (IOException e) {
        return true;
      }
      if (line.endsNow()) {
        return true;
      }
    }
    return false;
  }

  /** The container would make a whole message of it, with zeros. */
  @ParameterizedTest
  @EnumSource(Transport.class)
  void message_whose_body_is_cut_off_is_not_stored(Transport transport) throws IOException {
    String text = "this is the whole text";
    String whole = message(transport, "cut-" + transport, text);
    for (int missing = 1; missing < text.length(); missing++) {
      try (RawLine cut = ready(transport, "127.0.1." + missing)) {
        cut.send(whole.substring(0, whole.length() - missing));
      }
    }

    String good = message(transport, "whole-" + transport, text);
    await("stored").until(() -> isAnswered(transport, "127.0.0.8", good, "SIP/2.0 202"));
    assertThat(Homes.query(home, "select call_id from silo"))
        .contains("whole-" + transport)
        .doesNotContain("cut-" + transport);
  }

  private boolean isServed(Transport transport, String from) {
    return isAnswered(transport, from, options(transport), "SIP/2.0 200");
  }

  private boolean isAnswered(Transport transport, String from, String request, String answer) {
    try (RawLine line =
        RawLine.ready(transport, PORTS.get(transport), from, certificate.trusted())) {
      line.send(request);
      line.readUntil(answer);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private RawLine ready(Transport transport, String from) throws IOException {
    return kept(RawLine.ready(transport, PORTS.get(transport), from, certificate.trusted()));
  }

  private RawLine connected(Transport transport, String from) throws IOException {
    return kept(RawLine.connected(transport, PORTS.get(transport), from));
  }

  private RawLine kept(RawLine line) {
    opened.add(line);
    return line;
  }

  private static String options(Transport transport) {
    return request(transport, "OPTIONS sip:127.0.0.1", "sip:127.0.0.1", "options", "");
  }

  private static String message(Transport transport, String callId, String text) {
    return request(transport, "MESSAGE sip:bob@127.0.0.1", "sip:bob@127.0.0.1", callId, text);
  }

  private static String request(
      Transport transport, String start, String to, String callId, String text) {
    return "%s SIP/2.0\r\nVia: SIP/2.0/%s x.invalid;branch=z9hG4bK%d\r\n"
            .formatted(start, transport, System.nanoTime())
        + "From: <sip:alice@127.0.0.1>;tag=1\r\nTo: <%s>\r\nCall-ID: %s\r\n".formatted(to, callId)
        + "CSeq: 1 %s\r\nMax-Forwards: 70\r\nContent-Type: text/plain\r\n"
            .formatted(start.substring(0, start.indexOf(' ')))
        + "Content-Length: %d\r\n\r\n%s".formatted(text.length(), text);
  }
}
