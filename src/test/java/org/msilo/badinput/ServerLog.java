package org.msilo.badinput;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * Listens to the standard streams of this process, where the container and the application log, and
 * whoever prints a stack trace without a logger. Thread-safe.
 */
final class ServerLog implements AutoCloseable {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  ServerLog() {
    System.setOut(tee(out));
    System.setErr(tee(err));
  }

  /** What was said since the last call. */
  synchronized String take() {
    String text = heard.toString(UTF_8);
    heard.reset();
    return text;
  }

  /** The lines of stack traces in a text. */
  static List<String> traces(String text) {
    return text.lines().filter(line -> line.matches("\\s+at [\\w.$/@<>]+\\(.*")).toList();
  }

  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
  }

  private synchronized void keep(byte[] bytes, int offset, int length) {
    heard.write(bytes, offset, length);
  }

  private PrintStream tee(PrintStream to) {
    return new PrintStream(
        new OutputStream() {
          @Override
          public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            to.write(bytes, offset, length);
            keep(bytes, offset, length);
          }

          @Override
          public void flush() {
            to.flush();
          }
        },
        true,
        UTF_8);
  }
}
