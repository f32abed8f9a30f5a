package org.msilo.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The digest algorithms we offer, the one we like best first (RFC 8760 2.3). */
public enum DigestAlgorithm {
  SHA_256("SHA-256"),
  MD5("MD5");

  private final String token;

  DigestAlgorithm(String token) {
    this.token = token;
  }

  /** Its name in a challenge, which is the one the JDK has for it, too. */
  public String token() {
    return token;
  }

  /** The algorithm of this name, in upper or lower case. */
  public static Optional<DigestAlgorithm> named(String token) {
    return Arrays.stream(values()).filter(it -> it.token.equalsIgnoreCase(token)).findFirst();
  }

  /** Digits of a hash in hexadecimal. */
  public int hexLength() {
    return this == SHA_256 ? 64 : 32;
  }

  /** The secret of a user: H(username:realm:password), RFC 7616 3.4.2. */
  public String ha1(String username, String realm, String password) {
    return hash(username + ":" + realm + ":" + password);
  }

  /** H of a text, in lower-case hexadecimal. */
  String hash(String text) {
    try {
      byte[] hash = MessageDigest.getInstance(token).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + token, e);
    }
  }
}
