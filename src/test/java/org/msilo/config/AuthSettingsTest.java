package org.msilo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthSettingsTest {
  @TempDir Path home;

  @Test
  void nobody_is_asked_while_nobody_else_can_come() throws Exception {
    assertThat(read().auth()).isEqualTo(Auth.OFF);
    assertThat(read("--listen=udp:127.0.0.2:5060,tcp:[::1]:5060").auth()).isEqualTo(Auth.OFF);
  }

  @Test
  void who_opens_it_to_others_must_say_who_is_asked() throws Exception {
    String open = "--listen=udp:127.0.0.1:5060,tcp:192.0.2.1:5060";
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read(open))
        .withMessageContainingAll("auth=register", "auth=all", "auth=off", "user add");
    assertThat(read(open, "--auth=register").auth()).isEqualTo(Auth.REGISTER);
    assertThat(read(open, "--auth=off").auth()).isEqualTo(Auth.OFF);
  }

  @Test
  void trusted_are_addresses_and_blocks() throws Exception {
    assertThat(read("--trusted=192.0.2.1, 10.0.0.0/8 [2001:db8::1] 2001:db8::/32").trusted())
        .containsExactlyInAnyOrder("192.0.2.1", "10.0.0.0/8", "2001:db8::1", "2001:db8::/32");
    for (String wrong : List.of("10.0.0.0/33", "proxy.example.org", "10.0.0.0/", "::/129")) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> read("--trusted=" + wrong))
          .withMessageContaining(wrong);
    }
  }

  private MsiloConfig read(String... arguments) throws ConfigException {
    List<String> commandLine = new ArrayList<>(List.of(arguments));
    commandLine.add("--home=" + home);
    return ConfigReader.read(commandLine, new Properties(), Map.of(), Map.of());
  }
}
