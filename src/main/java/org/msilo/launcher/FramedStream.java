package org.msilo.launcher;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A stream of SIP messages that notes whether it ended within a body, and tells the pace what is
 * under way. The container fills up with zeros what is missing of a body, and takes the message for
 * a whole one. Where a line begins, the container has room for one carriage return (RFC 5626
 * 4.4.1), and would lose the thread at a second one, also at one that it adds itself at the end of
 * a stream: so none is left without its line feed. Read by one thread, asked by any.
 */
final class FramedStream extends FilterInputStream {
  /** The start of a header line is enough to know Content-Length by. */
  private static final int MOST_LINE_CHARS = 256;

  private final StringBuilder line = new StringBuilder();
  private boolean returned;
  private boolean begun;
  private boolean inHeader;
  private long announced;
  private long missing;
  private volatile boolean cutOff;
  private Optional<IOException> broken = Optional.empty();
  private final Pace pace;

  FramedStream(InputStream in, Pace pace) {
    super(in);
    this.pace = pace;
  }

  /** Whether the other side went away before the last body was complete. */
  boolean isCutOff() {
    return cutOff;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = receive(bytes, offset, length);
    if (count < 0 && isLoneReturn()) {
      bytes[offset] = '\n';
      lineEnded();
      return 1;
    }
    for (int i = 0; i < count; i++) {
      if (missing > 0) {
        long skipped = Math.min(missing, count - i);
        missing -= skipped;
        i += (int) skipped - 1;
        if (missing == 0) {
          pace.complete();
        }
      } else if (bytes[offset + i] == '\r' && isLoneReturn()) {
        broken = Optional.of(new IOException("a line that begins with two carriage returns"));
        bytes[offset + i] = '\n';
        lineEnded();
        return i + 1;
      } else {
        header((char) Byte.toUnsignedInt(bytes[offset + i]));
      }
    }
    return count;
  }

  /** What the other side sent, or -1 at the end; an exception after what must be read before it. */
  private int receive(byte[] bytes, int offset, int length) throws IOException {
    int count = -1;
    try {
      if (broken.isPresent()) {
        throw broken.get();
      }
      count = super.read(bytes, offset, length);
    } catch (IOException e) {
      if (!isLoneReturn()) {
        throw e;
      }
      broken = Optional.of(e);
    } finally {
      // At the end, or with an exception: what is missing now does not come any more.
      cutOff = count < 0 && missing > 0;
    }
    return count;
  }

  /** Whether the last that was read is a carriage return, and the first of its line. */
  private boolean isLoneReturn() {
    return missing == 0 && returned && line.isEmpty();
  }

  private void header(char next) {
    if (next == '\r') {
      returned = true;
    } else if (next == '\n') {
      lineEnded();
    } else if (line.length() < MOST_LINE_CHARS) {
      line.append(next);
      begin();
    }
  }

  private void lineEnded() {
    returned = false;
    if (line.toString().isBlank()) {
      line.setLength(0);
      missing = inHeader ? announced : 0;
      announced = 0;
      inHeader = false;
      begun = false;
      tellEnd();
    } else {
      inHeader = true;
      announced = Math.max(announced, lengthIn(line.toString()));
      line.setLength(0);
    }
  }

  private void begin() {
    if (!begun) {
      begun = true;
      pace.headerBegun();
    }
  }

  private void tellEnd() {
    if (missing > 0) {
      pace.bodyBegun(missing);
    } else {
      pace.complete();
    }
  }

  /** The number in a Content-Length line; 0 in any other one. */
  private static long lengthIn(String text) {
    if (!StrictParser.fieldName(text).equals(StrictParser.CONTENT_LENGTH)) {
      return 0;
    }
    try {
      return Integer.parseInt(text.substring(text.indexOf(':') + 1).strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
