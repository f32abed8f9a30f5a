package org.msilo.launcher;

import gov.nist.javax.sip.ClientTransactionExt;
import gov.nist.javax.sip.TlsSecurityPolicy;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;

/**
 * Lets the stack send on a TLS connection that it opened only if the certificate there is one of
 * the domain that the request is to go to (RFC 5922 7.3). Made by the stack, by its name.
 * Thread-safe.
 */
public final class PeerIdentity implements TlsSecurityPolicy {

  @Override
  public void enforceTlsPolicy(ClientTransactionExt transaction) {
    if (transaction == null) {
      throw new SecurityException("a response goes back on the connection of its request only");
    }
    String domain = nextHop(transaction.getRequest());
    try {
      Certificate[] certificates = transaction.getPeerCertificates();
      if (certificates == null
          || certificates.length == 0
          || !new CertifiedNames((X509Certificate) certificates[0]).include(domain)) {
        throw new SecurityException("the certificate there is not one of " + domain);
      }
    } catch (SSLPeerUnverifiedException e) {
      throw new SecurityException("no certificate of " + domain, e);
    }
  }

  /** The domain by which the next hop was found. */
  private static String nextHop(Request request) {
    RouteHeader route = (RouteHeader) request.getHeader(RouteHeader.NAME);
    URI uri = route == null ? request.getRequestURI() : route.getAddress().getURI();
    if (!(uri instanceof SipURI sip)) {
      throw new SecurityException("no domain in " + uri);
    }
    return sip.getMAddrParam() == null ? sip.getHost() : sip.getMAddrParam();
  }
}
