package org.msilo.sip;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.servlet.sip.SipServletRequest;
import org.msilo.message.SipUri;

/**
 * Whether a way keeps the promise of a sips: URI, which is TLS on every hop (RFC 3261 26.2.2, RFC
 * 5630 3.1). The stack goes by the first hop alone, whatever the Request-URI asks for.
 */
final class SecureWay {
  private static final Set<String> TRANSPORTS = Set.of("tls", "wss");

  private SecureWay() {}

  /**
   * Whether a request that was sent to one URI may go to another by this way.
   *
   * @param asked the Request-URI as it came
   * @param uri the Request-URI as it leaves
   * @param route the way, first hop first; empty when the URI leads there itself
   */
  static boolean leads(String asked, String uri, List<String> route) {
    if (!isSips(asked) && !isSips(uri)) {
      return true;
    }
    return isSips(uri) && (route.isEmpty() ? isReachedByTls(uri) : isSecureHop(route.get(0)));
  }

  /** Whether the request may be passed on by its own Route headers, or without any. */
  static boolean leads(SipServletRequest request) {
    String uri = request.getRequestURI().toString();
    return leads(uri, uri, Optional.ofNullable(request.getHeader("Route")).stream().toList());
  }

  /** Whether it came by a transport on which a sips: contact can be registered. */
  static boolean isUsedBy(SipServletRequest request) {
    String transport = request.getInitialTransport();
    return transport != null && TRANSPORTS.contains(transport.toLowerCase(Locale.ROOT));
  }

  static boolean isSips(String uri) {
    return SipUri.parse(uri).filter(SipUri::secure).isPresent();
  }

  /** A transport in a sips: URI would count for more than its scheme. */
  private static boolean isReachedByTls(String uri) {
    return SipUri.parse(uri)
        .map(sips -> sips.parameters().getOrDefault("transport", "tls"))
        .filter(transport -> TRANSPORTS.contains(transport.toLowerCase(Locale.ROOT)))
        .isPresent();
  }

  private static boolean isSecureHop(String hop) {
    String bare = hop.replaceAll("^[^<]*<|>.*$", "");
    return SipUri.parse(bare)
        .map(
            uri ->
                uri.secure()
                    ? isReachedByTls(bare)
                    : TRANSPORTS.contains(
                        uri.parameters().getOrDefault("transport", "").toLowerCase(Locale.ROOT)))
        .orElse(false);
  }
}
