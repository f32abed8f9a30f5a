package org.msilo.launcher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramedStreamTest {
  private static final String WHOLE =
      "\r\n\r\nMESSAGE sip:bob@localhost SIP/2.0\r\nl : 4\r\nSubject: x\r\n\r\nbody"
          + "OPTIONS sip:localhost SIP/2.0\nCONTENT-LENGTH:0\n\n"
          + "MESSAGE sip:bob@localhost SIP/2.0\r\nContent-Length:\t6\r\n\r\nl: 9\r\n";

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 4096})
  void stream_that_ends_between_messages_is_not_cut_off(int chunk) throws IOException {
    assertThat(isCutOff(WHOLE, chunk)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 4096})
  void stream_that_ends_within_a_body_is_cut_off(int chunk) throws IOException {
    for (int missing = 1; missing <= 6; missing++) {
      assertThat(isCutOff(WHOLE.substring(0, WHOLE.length() - missing), chunk)).isTrue();
    }
  }

  @Test
  void stream_that_breaks_within_a_body_is_cut_off() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new SocketException("reset");
          }
        };
    FramedStream stream =
        new FramedStream(
            new SequenceInputStream(
                new ByteArrayInputStream("MESSAGE\r\nl: 4\r\n\r\nbod".getBytes(ISO_8859_1)),
                broken),
            pace());
    assertThatThrownBy(() -> drain(stream, 64)).isInstanceOf(SocketException.class);
    assertThat(stream.isCutOff()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 4096})
  void pace_knows_what_is_under_way(int chunk) throws IOException {
    assertThat(secondsLeftAfter("\r\n\r\n", chunk)).isEqualTo(Long.MAX_VALUE / 1000);
    assertThat(secondsLeftAfter(WHOLE, chunk)).isEqualTo(Long.MAX_VALUE / 1000);
    assertThat(secondsLeftAfter(WHOLE + "M", chunk)).isEqualTo(10);
    assertThat(secondsLeftAfter(WHOLE + "M\r\nl: 8000\r\n", chunk)).isEqualTo(10);
    assertThat(secondsLeftAfter(WHOLE + "M\r\nl: 8000\r\n\r\nbody", chunk)).isEqualTo(40);
  }

  private static long secondsLeftAfter(String text, int chunk) throws IOException {
    Pace pace = new Pace(() -> Duration.ZERO, () -> 0);
    drain(new FramedStream(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), pace), chunk);
    return pace.millisLeft() / 1000;
  }

  @Test
  void length_that_is_no_number_announces_nothing() throws IOException {
    assertThat(
            isCutOff(
                "MESSAGE\r\nl: many\r\nl: -3\r\nX: {}\r\n\r\n".replace("{}", "y".repeat(999)), 5))
        .isFalse();
  }

  private static boolean isCutOff(String text, int chunk) throws IOException {
    FramedStream stream =
        new FramedStream(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), pace());
    drain(stream, chunk);
    return stream.isCutOff();
  }

  private static Pace pace() {
    return new Pace(() -> Duration.ZERO, System::nanoTime);
  }

  private static void drain(InputStream stream, int chunk) throws IOException {
    byte[] bytes = new byte[chunk];
    while (stream.read(bytes, 0, chunk) >= 0) {
      assertThat(((FramedStream) stream).isCutOff()).isFalse();
    }
  }
}
