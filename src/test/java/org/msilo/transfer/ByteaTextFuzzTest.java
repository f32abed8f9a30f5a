package org.msilo.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/** Every text comes back as it was, by the hex form and by the escapes of old. */
@FuzzSeeds({"Subject: x\r\n", "\\x5375", "\\134\\015\\012", "a\\\\b\\777", "\\x5", "\u00e9\\303"})
class ByteaTextFuzzTest implements FuzzProperty {
  @Override
  public void holdsFor(byte[] input) {
    String text = new String(input, UTF_8);
    assertThat(ByteaText.decode(ByteaText.encode(text))).isEqualTo(text);
    assertThat(ByteaText.decode(text.replace("\\", "\\\\"))).isEqualTo(text);
    assertThat(ByteaText.decode(text)).hasSizeLessThanOrEqualTo(text.length());
  }
}
