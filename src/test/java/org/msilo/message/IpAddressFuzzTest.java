package org.msilo.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/** Two hosts, a line each: brackets and spelling make no other address. */
@FuzzSeeds({
  "192.0.2.1\n192.0.2.01",
  "[2001:db8::1]\n2001:DB8:0:0:0:0:0:1",
  "::ffff:10.0.0.1\n10.0.0.1",
  "100.64.0.1\nexample.com"
})
class IpAddressFuzzTest implements FuzzProperty {
  @Override
  public void holdsFor(byte[] input) {
    String[] hosts = new String(input, UTF_8).split("\n", 2);
    String inUri = IpAddress.forUri(hosts[0]);
    assertThat(IpAddress.forUri(inUri)).isEqualTo(inUri);
    assertThat(IpAddress.isSame(hosts[0], hosts[0])).isTrue();
    if (IpAddress.isPrivate(hosts[0])) {
      assertThat(IpAddress.isPrivate(inUri)).isTrue();
      assertThat(IpAddress.isSame(hosts[0], inUri)).isTrue();
    }
    if (hosts.length == 2) {
      boolean same = IpAddress.isSame(hosts[0], hosts[1]);
      assertThat(IpAddress.isSame(hosts[1], hosts[0])).isEqualTo(same);
      if (same) {
        assertThat(IpAddress.isPrivate(hosts[1])).isEqualTo(IpAddress.isPrivate(hosts[0]));
      }
    }
  }
}
