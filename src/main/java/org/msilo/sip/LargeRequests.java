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

  /** The Via that is still to come. */
  private static final int VIA = 120;

  /** Whether it is a MESSAGE that needs a transport with congestion control. */
  static boolean isLarge(SipServletRequest request) {
    if (request.getContentLength() == 0 || !request.getMethod().equals("MESSAGE")) {
      return false;
    }
    int bytes = request.toString().getBytes(StandardCharsets.UTF_8).length;
    return bytes + VIA > LARGEST_DATAGRAM;
  }

  /** Whether the request may go there. */
  boolean mayGo(SipServletRequest request, RelayTarget target) {
    return overUdp || target.isCongestionControlled() || !isLarge(request);
  }
}
