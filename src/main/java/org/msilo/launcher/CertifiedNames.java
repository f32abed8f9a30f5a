package org.msilo.launcher;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.msilo.message.SipUri;

/**
 * The SIP domains a certificate speaks for (RFC 5922 7.1): its alternative names, as SIP URIs
 * without user or as DNS names; the common name if it has none of these; and addresses, which the
 * RFC leaves out, for phones and servers that have no name. A wildcard is no name (7.2). Immutable.
 */
final class CertifiedNames {
  private static final int DNS_NAME = 2;
  private static final int URI = 6;
  private static final int ADDRESS = 7;

  private final List<String> domains = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();

  CertifiedNames(X509Certificate certificate) {
    alternatives(certificate).forEach(this::add);
    if (domains.isEmpty() && addresses.isEmpty()) {
      commonName(certificate).map(CertifiedNames::canonical).ifPresent(domains::add);
    }
  }

  private static Collection<List<?>> alternatives(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  private void add(List<?> name) {
    int kind = (Integer) name.get(0);
    String text = String.valueOf(name.get(1));
    if (kind == DNS_NAME) {
      domains.add(canonical(text));
    } else if (kind == URI) {
      SipUri.parse(text)
          .filter(uri -> uri.user().isEmpty())
          .ifPresent(uri -> domains.add(canonical(uri.host())));
    } else if (kind == ADDRESS) {
      addresses.add(text);
    }
  }

  private static Optional<String> commonName(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .map(String::valueOf)
              .findFirst();
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }

  private static String canonical(String domain) {
    String lower = domain.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** Whether it speaks for this host of a SIP URI; IPv6 may be in brackets. */
  boolean include(String host) {
    String bare = host.replaceAll("^\\[|]$", "");
    return isAddress(bare)
        ? addresses.stream().anyMatch(address -> isSame(address, bare))
        : domains.contains(canonical(host));
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }

  /** Of two addresses as text, which is never looked up. */
  private static boolean isSame(String one, String other) {
    try {
      return InetAddress.getByName(one).equals(InetAddress.getByName(other));
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
