package org.msilo.sip;

import java.util.List;
import javax.servlet.sip.SipServletRequest;
import org.msilo.message.Binding;
import org.msilo.message.SipUri;

/**
 * Where a relayed request or a stored message goes.
 *
 * @param uri its Request-URI
 * @param route the way to it, first hop first
 */
record RelayTarget(String uri, List<String> route) {

  /**
   * Whether its first hop is reached by a transport with congestion control, that is a connection.
   */
  boolean isCongestionControlled() {
    String firstHop = route.isEmpty() ? uri : route.get(0);
    return SipUri.parse(firstHop).filter(SipUri::isCongestionControlled).isPresent();
  }

  /** Whether nothing on the way to it is less than the request asks for by sips:. */
  boolean isSecureEnoughFor(SipServletRequest request) {
    return SecureWay.leads(request.getRequestURI().toString(), uri, route);
  }

  static RelayTarget of(Binding binding) {
    return new RelayTarget(binding.contact(), binding.route());
  }
}
