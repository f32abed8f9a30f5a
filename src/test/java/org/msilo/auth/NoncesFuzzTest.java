package org.msilo.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/** A nonce is good as it was issued, for its realm, and in no other spelling. */
@FuzzSeeds({"*A", "!=", "\u0001\u0002", "AAAAAZ", "example.com"})
class NoncesFuzzTest implements FuzzProperty {
  private static final String REALM = "example.com";
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final Nonces nonces = new Nonces(new byte[] {1, 2, 3}, Clock.fixed(NOON, ZoneOffset.UTC));
  private final String nonce = nonces.issue(REALM);

  @Override
  public void holdsFor(byte[] input) {
    String text = new String(input, ISO_8859_1);
    assertThat(nonces.issuedAt(nonce, REALM)).hasValue(NOON);
    assertThat(nonces.issuedAt(text, REALM)).isEmpty();
    assertThat(nonces.issuedAt(nonce, REALM + text).isPresent()).isEqualTo(text.isEmpty());
    assertThat(nonces.issuedAt(nonce + text, REALM).isPresent()).isEqualTo(text.isEmpty());
    if (input.length > 1) {
      int at = Byte.toUnsignedInt(input[0]) % nonce.length();
      String changed = nonce.substring(0, at) + text.charAt(1) + nonce.substring(at + 1);
      assertThat(nonces.issuedAt(changed, REALM).isPresent()).isEqualTo(changed.equals(nonce));
    }
  }
}
