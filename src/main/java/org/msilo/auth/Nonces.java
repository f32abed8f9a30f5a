package org.msilo.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces that nobody has to remember: the time of issue, something random, and an HMAC of both, so
 * that any node with the same secret knows them for its own. Thread-safe.
 */
public final class Nonces {
  /** How long a nonce may be used; then the client is asked to take a new one. */
  static final Duration LIFETIME = Duration.ofMinutes(5);

  /** How far the clock may go back between issue and use. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  private static final String ALGORITHM = "HmacSHA256";
  private static final int RANDOM_BYTES = 8;
  private static final int MARK_BYTES = 16;
  private static final int SIGNED_BYTES = Long.BYTES + RANDOM_BYTES;

  private final SecretKeySpec key;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param secret what the nodes share
   */
  public Nonces(byte[] secret, Clock clock) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
    this.clock = clock;
  }

  /** A new one, good for this realm only. */
  String issue(String realm) {
    byte[] noise = new byte[RANDOM_BYTES];
    random.nextBytes(noise);
    byte[] signed = ByteBuffer.allocate(SIGNED_BYTES).putLong(clock.millis()).put(noise).array();
    return spelled(
        ByteBuffer.allocate(SIGNED_BYTES + MARK_BYTES)
            .put(signed)
            .put(mark(signed, realm))
            .array());
  }

  private static String spelled(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** When we issued it for this realm; empty when we did not. */
  Optional<Instant> issuedAt(String nonce, String realm) {
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(nonce);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    // The last character has bits to spare: one nonce, one spelling, for its counts go by it.
    if (all.length != SIGNED_BYTES + MARK_BYTES || !spelled(all).equals(nonce)) {
      return Optional.empty();
    }
    byte[] signed = Arrays.copyOf(all, SIGNED_BYTES);
    byte[] mark = Arrays.copyOfRange(all, SIGNED_BYTES, all.length);
    return MessageDigest.isEqual(mark, mark(signed, realm))
        ? Optional.of(Instant.ofEpochMilli(ByteBuffer.wrap(signed).getLong()))
        : Optional.empty();
  }

  /** Whether one that was issued then may be used now. */
  boolean isFresh(Instant issuedAt) {
    Instant now = clock.instant();
    return issuedAt.isAfter(now.minus(LIFETIME)) && issuedAt.isBefore(now.plus(SKEW));
  }

  private byte[] mark(byte[] signed, String realm) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(signed);
      return Arrays.copyOf(mac.doFinal(realm.getBytes(StandardCharsets.UTF_8)), MARK_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
