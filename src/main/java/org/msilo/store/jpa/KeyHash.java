package org.msilo.store.jpa;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Stands for a text that is too long for an index. */
public final class KeyHash {
  private static final int BYTES = 16;

  private KeyHash() {}

  /** The first 16 bytes of the SHA-256 of this text in UTF-8. */
  public static byte[] of(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(hash, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
