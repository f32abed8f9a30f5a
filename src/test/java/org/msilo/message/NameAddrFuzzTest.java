package org.msilo.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/** A URI is found behind any display name and before any parameters. */
@FuzzSeeds({
  "Bob \"the <sip:mallory@example.com> builder\" \\ ;x=\"<\"",
  "\"Bob\" <sip:bob@example.com>;tag=a",
  "sip:bob@example.com;tag=a"
})
class NameAddrFuzzTest implements FuzzProperty {
  private static final String URI = "sip:bob@example.com;transport=tcp";

  @Override
  public void holdsFor(byte[] input) {
    String text = new String(input, UTF_8);
    assertThat(text).contains(NameAddr.uriOf(text));
    assertThat(NameAddr.uriOf(quoted(text) + " <" + URI + ">;x=" + quoted(text))).isEqualTo(URI);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
