package org.msilo.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Comparison in a time that tells nothing of where two texts differ. */
final class ConstantTime {
  private ConstantTime() {}

  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
