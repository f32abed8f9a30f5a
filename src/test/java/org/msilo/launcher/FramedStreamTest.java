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
    FramedStream stream = broken("MESSAGE\r\nl: 4\r\n\r\nbod");
    assertThatThrownBy(() -> drain(stream, 64, new StringBuilder()))
        .isInstanceOf(SocketException.class);
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
    drain(
        new FramedStream(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), pace),
        chunk,
        new StringBuilder());
    return pace.millisLeft() / 1000;
  }

  @Test
  void length_that_is_no_number_announces_nothing() throws IOException {
    assertThat(
            isCutOff(
                "MESSAGE\r\nl: many\r\nl: -3\r\nX: {}\r\n\r\n".replace("{}", "y".repeat(999)), 5))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 4096})
  void line_that_begins_with_two_carriage_returns_ends_the_stream(int chunk) {
    for (String line : new String[] {"\r\r\n", "\r\r\r", "\r\rMESSAGE"}) {
      StringBuilder read = new StringBuilder();
      FramedStream stream = stream(WHOLE + line + WHOLE);

      assertThatThrownBy(() -> drain(stream, chunk, read))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("two carriage returns");
      assertThat(read).hasToString(WHOLE + "\r\n");
      assertThat(stream.isCutOff()).isFalse();
      assertThatThrownBy(stream::read).hasMessageContaining("two carriage returns");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 4096})
  void last_carriage_return_gets_its_line_feed(int chunk) throws IOException {
    StringBuilder read = new StringBuilder();
    drain(stream(WHOLE + "\r"), chunk, read);
    assertThat(read).hasToString(WHOLE + "\r\n");

    FramedStream half = stream("MESSAGE\r\nl: 4\r\n\r");
    drain(half, chunk, new StringBuilder());
    assertThat(half.isCutOff()).isTrue();
  }

  @Test
  void last_carriage_return_of_a_stream_that_breaks_gets_its_line_feed() {
    StringBuilder read = new StringBuilder();
    FramedStream stream = broken("MESSAGE\r\nl: 4\r\n\r");

    assertThatThrownBy(() -> drain(stream, 64, read)).isInstanceOf(SocketException.class);
    assertThat(read).hasToString("MESSAGE\r\nl: 4\r\n\r\n");
    assertThat(stream.isCutOff()).isTrue();
  }

  @Test
  void carriage_returns_elsewhere_end_nothing() throws IOException {
    assertThat(isCutOff("MESSAGE\r\r\nl: 4\r\r\r\n\r\n\r\r\r\n", 5)).isFalse();
  }

  private static boolean isCutOff(String text, int chunk) throws IOException {
    FramedStream stream = stream(text);
    drain(stream, chunk, new StringBuilder());
    return stream.isCutOff();
  }

  private static FramedStream stream(String text) {
    return new FramedStream(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), pace());
  }

  /** One whose other side resets the connection after this. */
  private static FramedStream broken(String text) {
    InputStream reset =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new SocketException("reset");
          }
        };
    InputStream sent = new ByteArrayInputStream(text.getBytes(ISO_8859_1));
    return new FramedStream(new SequenceInputStream(sent, reset), pace());
  }

  private static Pace pace() {
    return new Pace(() -> Duration.ZERO, System::nanoTime);
  }

  private static void drain(FramedStream stream, int chunk, StringBuilder read) throws IOException {
    byte[] bytes = new byte[chunk];
    for (int count = stream.read(bytes, 0, chunk); count >= 0; ) {
      assertThat(stream.isCutOff()).isFalse();
      read.append(new String(bytes, 0, count, ISO_8859_1));
      count = stream.read(bytes, 0, chunk);
    }
  }
}
