package org.msilo.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/** Frames are where the bytes have them, however the network cuts these into pieces. */
@FuzzSeeds({
  "MESSAGE sip:bob@localhost SIP/2.0\r\nl : 4\r\nSubject: x\r\n\r\nbodyOPTIONS sip:h SIP/2.0\n\n",
  "MESSAGE sip:bob@h SIP/2.0\r\nContent-Length: 2147483647\r\nContent-Length: 1\r\n\r\nb",
  "\r\n\r\nX\r\nl:-1\r\n\r\nl: 9\r\n",
  "X\r\n\r\n\r\r\nX\r\n\r\n",
  "X\r\nl: 4\r\n\r"
})
class FramedStreamFuzzTest implements FuzzProperty {
  private static final byte[] WHOLE = "M\r\nl: 4\r\n\r\nbody".getBytes(US_ASCII);

  @Override
  public void holdsFor(byte[] input) {
    Ending ending = read(input, 4096);
    for (int chunk : new int[] {1, 3}) {
      assertThat(read(input, chunk)).isEqualTo(ending);
    }
    // Whole messages before it change nothing of how it ends.
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(WHOLE);
    both.writeBytes(input);
    assertThat(read(both.toByteArray(), 7)).isEqualTo(ending.after(WHOLE.length));
  }

  private static Ending read(byte[] bytes, int chunk) {
    FramedStream stream =
        new FramedStream(
            new ByteArrayInputStream(bytes), new Pace(() -> Duration.ZERO, System::nanoTime));
    byte[] buffer = new byte[chunk];
    int read = 0;
    try {
      for (int count = stream.read(buffer, 0, chunk); count >= 0; ) {
        read += count;
        count = stream.read(buffer, 0, chunk);
      }
    } catch (IOException e) {
      return new Ending(read, false, true);
    }
    // A last carriage return may have got its line feed.
    assertThat(read).isBetween(bytes.length, bytes.length + 1);
    return new Ending(read, stream.isCutOff(), false);
  }

  /** How a stream ended after so many bytes: within a body, by an exception, or neither. */
  private record Ending(int read, boolean cutOff, boolean refused) {
    private Ending after(int bytes) {
      return new Ending(bytes + read, cutOff, refused);
    }
  }
}
