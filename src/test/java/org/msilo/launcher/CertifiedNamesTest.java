package org.msilo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.msilo.testing.Certificate;

class CertifiedNamesTest {
  @TempDir private Path folder;

  private CertifiedNames names(String alternatives) {
    return new CertifiedNames(
        Certificate.in(folder, "a", "EC", "-ext", "SAN=" + alternatives).certificate());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dns:sip.example.com | SIP.example.com. | true",
        "dns:example.com | sip.example.com | false",
        "dns:*.example.com | sip.example.com | false",
        "uri:sip:example.com,dns:host.example.net | example.com | true",
        "uri:sip:bob@example.com,dns:host.example.net | example.com | false",
        "uri:https://example.com,dns:host.example.net | example.com | false",
        "ip:192.0.2.1 | 192.0.2.1 | true",
        "ip:192.0.2.1 | 192.0.2.10 | false",
        "dns:192.0.2.1.example | 192.0.2.1 | false",
        "ip:2001:db8:0:0:0:0:0:1 | [2001:db8::1] | true",
        "dns:example.com | 127.0.0.1 | false",
      })
  void certificate_speaks_for_its_alternative_names(
      String alternatives, String host, boolean included) {
    assertThat(names(alternatives).include(host)).isEqualTo(included);
  }

  @Test
  void common_name_counts_when_there_is_no_other() {
    Certificate plain =
        Certificate.in(folder, "a", "EC", "-dname", "CN=sip.example.com, O=x", "-validity", "5");
    CertifiedNames names = new CertifiedNames(plain.certificate());
    assertThat(names.include("sip.example.com")).isTrue();
    assertThat(names.include("x")).isFalse();
  }
}
