package org.msilo.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/** A block holds the address it is named by, and never lets in what is no address. */
@FuzzSeeds({"192.0.2.1", "10.0.0.0/8", "2001:db8::/32", "[::1]/128", "0.0.0.0/0", "fe80::1%eth0"})
class AddressBlocksFuzzTest implements FuzzProperty {
  private static final AddressBlocks LOOPBACK = new AddressBlocks(List.of("127.0.0.0/8", "::1"));

  @Override
  public void holdsFor(byte[] input) {
    String text = new String(input, UTF_8);
    if (LOOPBACK.contain(text)) {
      assertThat(text).matches("[0-9.]+(%.*)?|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%.*)?]?");
    }
    AddressBlocks blocks;
    try {
      blocks = new AddressBlocks(List.of(text));
    } catch (IllegalArgumentException e) {
      return;
    }
    assertThat(blocks.contain(text.replaceFirst("/.*", ""))).isTrue();
  }
}
