package org.msilo.sip;

import java.util.Optional;
import java.util.Set;

/**
 * Where msilo stands among other applications and servers.
 *
 * @param registrarIsNext whether the registrar is further down the chain, and not here
 * @param registrarHop SIP URI of a fixed registrar; empty for where the chain leads
 * @param thirdPartyFrom IP addresses, IPv6 in brackets, that may register others
 */
public record Chain(
    boolean registrarIsNext, Optional<String> registrarHop, Set<String> thirdPartyFrom) {

  public Chain {
    thirdPartyFrom = Set.copyOf(thirdPartyFrom);
  }
}
