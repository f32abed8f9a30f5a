package org.msilo.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecureWayTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // asked for | contact | first hop | allowed
        "sip:bob@example.com | sip:bob@192.0.2.1 | - | true",
        "sip:bob@example.com | sip:bob@192.0.2.1 | sip:192.0.2.2;lr | true",
        "sip:bob@example.com | sips:bob@192.0.2.1 | - | true",
        "sip:bob@example.com | sips:bob@192.0.2.1 | sip:192.0.2.2;transport=udp;lr | false",
        "sips:bob@example.com | sip:bob@192.0.2.1 | - | false",
        "sips:bob@example.com | sip:bob@192.0.2.1;transport=tls | - | false",
        "sips:bob@example.com | sips:bob@192.0.2.1 | - | true",
        "SIPS:bob@example.com | SIPS:bob@192.0.2.1 | - | true",
        "sips:bob@example.com | sips:bob@192.0.2.1;transport=UDP | - | false",
        "sips:bob@example.com | sips:bob@192.0.2.1 | sip:192.0.2.2:4000;transport=TLS;lr | true",
        "sips:bob@example.com | sips:bob@192.0.2.1 | sip:192.0.2.2:4000;transport=wss;lr | true",
        "sips:bob@example.com | sips:bob@192.0.2.1 | sip:192.0.2.2:4000;transport=ws;lr | false",
        "sips:bob@example.com | sips:bob@192.0.2.1 | sip:192.0.2.2;lr | false",
        "sips:bob@example.com | sips:bob@192.0.2.1 | <sips:192.0.2.2;lr> | true",
        "sips:bob@example.com | sips:bob@192.0.2.1 | sips:192.0.2.2;transport=tcp;lr | false",
        "sips:bob@example.com | sips:bob@192.0.2.1 | no uri | false",
      })
  void way_of_a_sips_uri_is_tls(String asked, String uri, String hop, boolean allowed) {
    List<String> route = Stream.ofNullable(hop).toList();
    assertThat(SecureWay.leads(asked, uri, route)).isEqualTo(allowed);
  }
}
