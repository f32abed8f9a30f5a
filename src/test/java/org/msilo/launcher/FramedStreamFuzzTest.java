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
  "\r\n\r\nX\r\nl:-1\r\n\r\nl: 9\r\n"
})
class FramedStreamFuzzTest implements FuzzProperty {
  private static final byte[] WHOLE = "M\r\nl: 4\r\n\r\nbody".getBytes(US_ASCII);

  @Override
  public void holdsFor(byte[] input) throws IOException {
    boolean cutOff = isCutOff(input, 4096);
    for (int chunk : new int[] {1, 3}) {
      assertThat(isCutOff(input, chunk)).isEqualTo(cutOff);
    }
    // Whole messages before it change nothing of how it ends.
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(WHOLE);
    both.writeBytes(input);
    assertThat(isCutOff(both.toByteArray(), 7)).isEqualTo(cutOff);
  }

  private static boolean isCutOff(byte[] bytes, int chunk) throws IOException {
    FramedStream stream =
        new FramedStream(
            new ByteArrayInputStream(bytes), new Pace(() -> Duration.ZERO, System::nanoTime));
    byte[] buffer = new byte[chunk];
    int read = 0;
    for (int count = stream.read(buffer, 0, chunk); count >= 0; ) {
      read += count;
      count = stream.read(buffer, 0, chunk);
    }
    assertThat(read).isEqualTo(bytes.length);
    return stream.isCutOff();
  }
}
