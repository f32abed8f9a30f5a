package org.msilo.sip;

import java.util.List;
import javax.servlet.sip.SipServletRequest;
import org.msilo.message.Binding;
import org.msilo.message.SipUri;

/**
 * Where a branch of a relayed request goes.
 *
 * @param uri its Request-URI
 * @param route the way to it, first hop first
 */
record RelayTarget(String uri, List<String> route) {

  /** The URI that says where it goes next. */
  String firstHop() {
    return route.isEmpty() ? uri : route.get(0);
  }

  /** Whether its first hop is reached by a connection, which can fail at once. */
  boolean isOnConnection() {
    return SipUri.parse(firstHop()).filter(SipUri::isCongestionControlled).isPresent();
  }

  /** Whether nothing on the way to it is less than the request asks for by sips:. */
  boolean isSecureEnoughFor(SipServletRequest request) {
    return SecureWay.leads(request.getRequestURI().toString(), uri, route);
  }

  static RelayTarget of(Binding binding) {
    return new RelayTarget(binding.contact(), binding.route());
  }
}
