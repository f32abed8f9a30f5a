package org.msilo.sip;

import java.util.Optional;
import javax.servlet.sip.SipServletRequest;

/**
 * Marks the messages that msilo sends itself, and knows them again when a chain of applications or
 * servers leads them back: here, on another node, or after a restart. The mark is made of the
 * Call-ID and the Request-URI with a secret of the nodes, so nobody else can make one. Thread-safe.
 */
public final class OwnMessages {
  static final String HEADER = "X-Msilo-Sent";

  private final Marks marks;

  /**
   * @param secret what the nodes share
   */
  public OwnMessages(byte[] secret) {
    this.marks = new Marks(secret);
  }

  Marks marks() {
    return marks;
  }

  /** Marks a request of ours; its Request-URI must be set. */
  void mark(SipServletRequest request) {
    request.setHeader(HEADER, marks.of(request.getCallId()) + "." + markOfTarget(request));
  }

  /** Whether msilo made this request. */
  boolean contain(SipServletRequest request) {
    return part(request, 0)
        .filter(mark -> Marks.same(mark, marks.of(request.getCallId())))
        .isPresent();
  }

  /** Whether msilo made this request, and for this Request-URI. */
  boolean isAsSent(SipServletRequest request) {
    return contain(request)
        && part(request, 1).filter(mark -> Marks.same(mark, markOfTarget(request))).isPresent();
  }

  private static Optional<String> part(SipServletRequest request, int index) {
    String header = request.getHeader(HEADER);
    String[] parts = header == null ? new String[0] : header.strip().split("\\.");
    return parts.length == 2 ? Optional.of(parts[index]) : Optional.empty();
  }

  private String markOfTarget(SipServletRequest request) {
    return marks.of(request.getCallId() + "\n" + request.getRequestURI());
  }
}
