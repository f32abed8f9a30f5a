package org.msilo.sip;

import java.util.Optional;
import java.util.TreeSet;
import javax.servlet.sip.SipServletRequest;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.SipUri;

/** What credentials are good for: each domain is a realm of its own. Thread-safe. */
final class Realms {
  private final SipSettings settings;
  private final Admission admission;

  Realms(SipSettings settings, Admission admission) {
    this.settings = settings;
    this.admission = admission;
  }

  /** The realm for somebody who claims no address of ours: the domain asked, else the first one. */
  String of(SipServletRequest request) {
    return SipUri.parse(request.getRequestURI().toString())
        .map(uri -> AddressOfRecord.canonicalHost(uri.host()))
        .filter(settings.domains()::contains)
        .orElseGet(() -> new TreeSet<>(settings.domains()).first());
  }

  /**
   * Whether a digest-uri means this request. Clients and proxies write user, port and parameters
   * differently from the Request-URI, so it is enough that it leads to the same host, or here.
   */
  boolean isMeant(SipServletRequest request, String digestUri) {
    Optional<SipUri> uri = SipUri.parse(digestUri);
    Optional<SipUri> target = SipUri.parse(request.getRequestURI().toString());
    return uri.filter(
            it ->
                admission.isLocal(it)
                    || target.filter(t -> t.host().equalsIgnoreCase(it.host())).isPresent())
        .isPresent();
  }
}
