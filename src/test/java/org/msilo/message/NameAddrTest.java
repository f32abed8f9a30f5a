package org.msilo.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The URI in From and To, whatever stands around it (RFC 3261 20.10, RFC 4475 3.1.1). */
class NameAddrTest {

  static Stream<Arguments> uri_is_found_whatever_stands_around_it() {
    return Stream.of(
        Arguments.of("sip:bob@example.org", "sip:bob@example.org"),
        Arguments.of("sip:bob@example.org;tag=1", "sip:bob@example.org"),
        Arguments.of("<sip:bob@example.org>", "sip:bob@example.org"),
        Arguments.of("<sip:bob@example.org;lr>;tag=1", "sip:bob@example.org;lr"),
        Arguments.of("Bob <sip:bob@example.org>;tag=1", "sip:bob@example.org"),
        Arguments.of("\"Bob\" <sip:bob@example.org>", "sip:bob@example.org"),
        Arguments.of("\"<sip:eve@evil.org>\" <sip:bob@example.org>", "sip:bob@example.org"),
        Arguments.of("\"a\\\"<sip:eve@evil.org>\" <sip:bob@example.org>", "sip:bob@example.org"),
        Arguments.of("\"a\\\\\" <sip:bob@example.org>", "sip:bob@example.org"),
        Arguments.of("\"Bob; the \\\"boss\\\"\" < sip:bob@example.org >", "sip:bob@example.org"),
        Arguments.of("<tel:+123;ext=1>", "tel:+123;ext=1"));
  }

  @ParameterizedTest
  @MethodSource
  void uri_is_found_whatever_stands_around_it(String nameAddr, String uri) {
    assertThat(NameAddr.uriOf(nameAddr)).isEqualTo(uri);
  }
}
