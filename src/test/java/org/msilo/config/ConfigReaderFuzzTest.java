package org.msilo.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/** Settings are all right, or refused by one exception that tells no password. */
@FuzzSeeds({
  "listen=udp:[::1]:5060,tcp:127.0.0.1:5060\ndomains=example.com, [2001:db8::1] 192.0.2.1",
  "registrar=sip:msilo@example.com:5060;transport=tcp\nnext_hop=sip:10.0.0.1;lr\nrelay=any",
  "third_party_from=10.0.0.1,[::1]\ntrusted=10.0.0.0/8 fe80::/10\nauth=all\nhttp=127.0.0.1:8080",
  "db_url=jdbc:postgresql://u:p@h/db?password=x\ndb_table=silo\nexpire_time=-1\nmode=9",
  "auth_algorithms=SHA-256,MD5\nnode_address=h:5060;transport=tcp\nrate_exempt=::1/128\nexpires=1"
})
class ConfigReaderFuzzTest implements FuzzProperty {
  private static final String SECRET = "bJ7vQ2xW9k";

  /** They name files, and a fuzzer would have the test read whatever this machine has. */
  private static final Set<String> FILES =
      Set.of(
          "home",
          "config",
          "tls_certificate",
          "tls_key",
          "tls_client_ca",
          "tls_ca",
          "encryption_key_file");

  @Override
  public void holdsFor(byte[] input) {
    List<String> arguments =
        Stream.concat(
                Stream.of("home=/nonexistent", "db_password=" + SECRET),
                new String(input, UTF_8).lines())
            .filter(line -> line.startsWith("home=/non") || !FILES.contains(key(line)))
            .map(line -> "--" + line)
            .toList();
    try {
      MsiloConfig config =
          ConfigReader.read(arguments, new Properties(), Map.of(), Map.<String, String>of());
      assertThat(config.effective().toString()).doesNotContain(SECRET);
    } catch (ConfigException e) {
      assertThat(e.faults()).isNotEmpty().allSatisfy(it -> assertThat(it).doesNotContain(SECRET));
    }
  }

  private static String key(String line) {
    return line.split("=", 2)[0].strip();
  }
}
