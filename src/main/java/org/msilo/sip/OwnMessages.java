package org.msilo.sip;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.servlet.sip.SipServletRequest;

/**
 * Marks the messages that msilo sends itself, and knows them again when a chain of applications or
 * servers leads them back: here, on another node, or after a restart. The mark is made of the
 * Call-ID and the Request-URI with a secret of the nodes, so nobody else can make one. Thread-safe.
 */
public final class OwnMessages {
  static final String HEADER = "X-Msilo-Sent";

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MARK_BYTES = 16;

  private final SecretKeySpec key;

  /**
   * @param secret what the nodes share
   */
  public OwnMessages(byte[] secret) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /** Marks a request of ours; its Request-URI must be set. */
  void mark(SipServletRequest request) {
    request.setHeader(HEADER, markOf(request.getCallId()) + "." + markOfTarget(request));
  }

  /** Whether msilo made this request. */
  boolean contain(SipServletRequest request) {
    return part(request, 0).filter(mark -> same(mark, markOf(request.getCallId()))).isPresent();
  }

  /** Whether msilo made this request, and for this Request-URI. */
  boolean isAsSent(SipServletRequest request) {
    return contain(request)
        && part(request, 1).filter(mark -> same(mark, markOfTarget(request))).isPresent();
  }

  private static Optional<String> part(SipServletRequest request, int index) {
    String header = request.getHeader(HEADER);
    String[] parts = header == null ? new String[0] : header.strip().split("\\.");
    return parts.length == 2 ? Optional.of(parts[index]) : Optional.empty();
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private String markOfTarget(SipServletRequest request) {
    return markOf(request.getCallId() + "\n" + request.getRequestURI());
  }

  private String markOf(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] full = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(full, MARK_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
