package org.msilo.sip;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Short texts that only those can make who know the secret of the nodes. Thread-safe. */
final class Marks {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MARK_BYTES = 16;

  /** Knows the secret; copied for each mark, since it has a state. */
  private final Mac keyed;

  /**
   * @param secret what the nodes share
   */
  Marks(byte[] secret) {
    try {
      keyed = Mac.getInstance(ALGORITHM);
      keyed.init(new SecretKeySpec(secret, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** The mark of a text: letters, digits, {@code -} and {@code _}. */
  String of(String text) {
    try {
      Mac mac = (Mac) keyed.clone();
      byte[] full = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(full, MARK_BYTES));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the one of the platform can be copied", e);
    }
  }

  /** Compares in a time that tells nothing of where they differ. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
