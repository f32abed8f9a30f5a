package org.msilo.sip;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.msilo.message.AddressOfRecord;

/**
 * What the servlet's handlers go by.
 *
 * @param domains hosts whose users are ours, in canonical form
 * @param relayForeign whether requests for other domains are passed on
 * @param mode which address a kept message is for (SER's m_store parameter): 0, 1 or 2
 * @param nextHop SIP URI of the outbound proxy for delivered messages
 * @param finalResponseTimeout how long a relayed MESSAGE may stay without a final response
 * @param maxMessageSize bytes of a body
 * @param retention longest time a message is kept
 * @param minExpires least life of a binding, for the Min-Expires of a 423
 * @param chain what stands before and behind
 * @param limits what every request is held to
 */
public record SipSettings(
    Set<String> domains,
    boolean relayForeign,
    int mode,
    Optional<String> nextHop,
    Duration finalResponseTimeout,
    int maxMessageSize,
    Duration retention,
    Duration minExpires,
    Chain chain,
    RequestLimits limits) {

  public SipSettings {
    domains = Set.copyOf(domains);
    if (mode < 0 || mode > 2) {
      throw new IllegalArgumentException("mode must be 0, 1 or 2: " + mode);
    }
  }

  /** Whether users of this host are ours. */
  boolean isDomain(String host) {
    return domains.contains(AddressOfRecord.canonicalHost(host));
  }

  /** Whether the address-of-record is of one of our domains. */
  public boolean isLocal(AddressOfRecord aor) {
    return domains.contains(aor.host());
  }
}
