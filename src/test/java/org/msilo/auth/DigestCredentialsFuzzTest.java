package org.msilo.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/** Credentials are refused by their one exception, or read; what was read reads the same again. */
@FuzzSeeds({
  "Digest username=\"bob\", realm=\"example.com\", nonce=\"n\", uri=\"sip:example.com\","
      + " response=\"0123456789abcdef0123456789ABCDEF\", algorithm=MD5, qop=auth, nc=00000001,"
      + " cnonce=\"c\\\"n\"",
  "digest username=bob,realm=r,nonce=n,uri=u,response=0123456789abcdef0123456789abcdef",
  "Basic Ym9iOmJvYg=="
})
class DigestCredentialsFuzzTest implements FuzzProperty {
  @Override
  public void holdsFor(byte[] input) throws MalformedCredentialsException {
    Optional<DigestCredentials> credentials;
    try {
      credentials = DigestCredentials.parse(new String(input, UTF_8));
    } catch (MalformedCredentialsException e) {
      assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(100);
      return;
    }
    if (credentials.isPresent()) {
      assertThat(DigestCredentials.parse(written(credentials.get()))).isEqualTo(credentials);
      assertThat(credentials.get().isProvedBy("secret", DigestAlgorithm.MD5, "REGISTER")).isFalse();
    }
  }

  private static String written(DigestCredentials credentials) {
    return "Digest username="
        + quoted(credentials.username())
        + ",realm="
        + quoted(credentials.realm())
        + ",nonce="
        + quoted(credentials.nonce())
        + ",uri="
        + quoted(credentials.uri())
        + ",response="
        + credentials.response()
        + ",algorithm="
        + quoted(credentials.algorithm())
        + credentials.protection().map(DigestCredentialsFuzzTest::written).orElse("");
  }

  private static String written(DigestCredentials.Protection protection) {
    return ",qop=%s,cnonce=%s,nc=%08x"
        .formatted(quoted(protection.qop()), quoted(protection.cnonce()), protection.number())
        .replaceFirst("nc=[0-9a-f]{8}$", "nc=" + protection.count());
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
