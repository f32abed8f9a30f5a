package org.msilo.sip;

import java.nio.charset.StandardCharsets;
import javax.servlet.sip.SipServletRequest;

/**
 * What is done with requests that are too large for a datagram (RFC 3261 18.1.1, RFC 3428 8).
 *
 * @param overUdp whether they go over UDP all the same, when there is nothing better
 */
public record LargeRequests(boolean overUdp) {
  /** Where fragmentation begins when the MTU of the path is not known (RFC 3261 18.1.1). */
  private static final int LARGEST_DATAGRAM = 1300;

  /** What the container adds when it sends: Via, Max-Forwards, Content-Length. */
  private static final int HEADERS_TO_COME = 250;

  /** Whether it needs a transport with congestion control. */
  static boolean isLarge(SipServletRequest request) {
    if (request.getContentLength() == 0) {
      return false;
    }
    int bytes = request.toString().getBytes(StandardCharsets.UTF_8).length;
    return bytes + HEADERS_TO_COME > LARGEST_DATAGRAM;
  }
}
