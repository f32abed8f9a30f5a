package org.msilo.store.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/** What was sealed opens where it was sealed for, and nothing else opens at all. */
@FuzzSeeds({"Subject: x\nhello", "\0\0\0\u0001ab", "\u007f\u007f\u007f\u007fab", "x"})
class KeyRingFuzzTest implements FuzzProperty {
  private static final Place PLACE = new Place(1, "bob@example.com");

  private final KeyRing ring = new KeyRing(Map.of("k", new byte[32]));

  @Override
  public void holdsFor(byte[] input) {
    Content content = new Content(new String(input, UTF_8), input);
    assertThat(Content.of(content.toBytes())).isEqualTo(content);
    Sealed sealed = ring.seal(PLACE, content);
    assertThat(ring.open(PLACE, sealed)).isEqualTo(content);
    byte[] changed = sealed.bytes().clone();
    changed[input.length % changed.length] ^= input.length == 0 ? 1 : (byte) (input[0] | 1);
    isBroken(changed);
    isBroken(input);
    try {
      assertThat(Content.of(input).body().length).isLessThanOrEqualTo(input.length);
    } catch (SealBrokenException e) {
      assertThat(e).hasMessage("not the content of a message");
    }
  }

  private void isBroken(byte[] bytes) {
    assertThatExceptionOfType(SealBrokenException.class)
        .isThrownBy(() -> ring.open(PLACE, new Sealed("k", bytes)));
  }
}
