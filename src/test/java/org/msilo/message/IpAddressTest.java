package org.msilo.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.2",
        "100.64.0.1",
        "100.127.255.255",
        "169.254.1.1",
        "127.0.0.1",
        "0.0.0.0",
        "[::1]",
        "[fe80::1]",
        "[fd00::1]",
        "fc00::1"
      })
  void addresses_of_one_network_only_are_private(String address) {
    assertThat(IpAddress.isPrivate(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11.0.0.1",
        "172.32.0.1",
        "100.63.0.1",
        "100.128.0.1",
        "192.0.2.1",
        "[2001:db8::1]",
        "example.org",
        "1.2.3.400",
        "localhost",
        "beef.cafe"
      })
  void other_addresses_and_names_are_not(String host) {
    assertThat(IpAddress.isPrivate(host)).isFalse();
  }

  @Test
  void addresses_are_the_same_however_they_are_written() {
    assertThat(IpAddress.isSame("[2001:db8::1]", "2001:DB8:0:0:0:0:0:1")).isTrue();
    assertThat(IpAddress.isSame("192.0.2.1", "192.0.2.10")).isFalse();
    assertThat(IpAddress.isSame("Phone.example.org", "phone.example.org")).isTrue();
    assertThat(IpAddress.isSame("phone.example.org", "192.0.2.1")).isFalse();
    assertThat(IpAddress.forUri("2001:db8::1")).isEqualTo("[2001:db8::1]");
    assertThat(IpAddress.forUri("192.0.2.1")).isEqualTo("192.0.2.1");
  }
}
