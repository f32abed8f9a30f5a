package org.msilo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestCredentialsTest {
  private static final String HASH = "0123456789abcdef0123456789ABCDEF";
  private static final String GOOD =
      "Digest username=\"bob\", realm=\"example.org\", nonce=\"n\", uri=\"sip:example.org\","
          + " response=\""
          + HASH
          + "\"";

  @Test
  void all_parameters_are_read_in_any_order_and_spelling() throws Exception {
    DigestCredentials read =
        DigestCredentials.parse(
                "DIGEST  nc=0000000a ,QOP=auth, Cnonce=\"x\\\"y\\\\\" ,\r\n Username=\"b, o=b\","
                    + "realm=\"r\",nonce=\"n\",uri=\"sip:a,b@c\",algorithm=SHA-256,extra=1,response="
                    + HASH)
            .orElseThrow();

    assertThat(read.username()).isEqualTo("b, o=b");
    assertThat(read.uri()).isEqualTo("sip:a,b@c");
    assertThat(read.algorithm()).isEqualTo("SHA-256");
    assertThat(read.response()).isEqualTo(HASH.toLowerCase(java.util.Locale.ROOT));
    assertThat(read.protection())
        .contains(new DigestCredentials.Protection("auth", "x\"y\\", "0000000a"));
    assertThat(read.protection().orElseThrow().number()).isEqualTo(10);
  }

  @Test
  void without_an_algorithm_it_is_md5_and_without_qop_nothing_is_counted() throws Exception {
    DigestCredentials read = DigestCredentials.parse(GOOD).orElseThrow();

    assertThat(read.algorithm()).isEqualTo("MD5");
    assertThat(read.protection()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic Ym9iOmJvYg==", "Digested username=x", "Bearer x", "Dig"})
  void other_schemes_are_none_of_ours(String value) throws Exception {
    assertThat(DigestCredentials.parse(value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Digest",
        "Digest ,",
        "Digest username",
        "Digest username=",
        "Digest username=\"bob",
        "Digest username=\"bob\\",
        "Digest username=\"bo\u0000b\"",
        GOOD + ",",
        GOOD + " x=1",
        GOOD + ", username=\"alice\"",
        GOOD + ", qop=auth",
        GOOD + ", qop=auth, cnonce=\"x\", nc=1",
        GOOD + ", qop=auth, cnonce=\"x\", nc=-0000001",
        "Digest username=\"bob\", realm=\"r\", nonce=\"n\", uri=\"u\", response=\"xyz\"",
        "Digest username=\"\", realm=\"r\", nonce=\"n\", uri=\"u\", response=\"" + HASH + "\""
      })
  void what_is_malformed_is_refused(String value) {
    assertThatExceptionOfType(MalformedCredentialsException.class)
        .isThrownBy(() -> DigestCredentials.parse(value));
  }

  @Test
  void what_is_out_of_bounds_is_refused() {
    assertThatExceptionOfType(MalformedCredentialsException.class)
        .isThrownBy(() -> DigestCredentials.parse(GOOD + ", x=\"" + "y".repeat(4096) + "\""));
    StringBuilder many = new StringBuilder(GOOD);
    for (int i = 0; i < 40; i++) {
      many.append(", p").append(i).append("=1");
    }
    assertThatExceptionOfType(MalformedCredentialsException.class)
        .isThrownBy(() -> DigestCredentials.parse(many.toString()));
  }

  @Test
  void nothing_but_a_refusal_comes_of_spoilt_credentials() {
    Random random = new Random(7616);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder spoilt = new StringBuilder(GOOD);
      for (int j = random.nextInt(4); j >= 0; j--) {
        int at = 6 + random.nextInt(spoilt.length() - 6);
        switch (random.nextInt(3)) {
          case 0 -> spoilt.deleteCharAt(at);
          case 1 -> spoilt.insert(at, (char) random.nextInt(256));
          default -> spoilt.setCharAt(at, "\"\\,= \t%\u20ac".charAt(random.nextInt(8)));
        }
      }
      try {
        DigestCredentials.parse(spoilt.toString())
            .ifPresent(read -> assertThat(read.username()).isNotEmpty());
      } catch (MalformedCredentialsException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }
}
