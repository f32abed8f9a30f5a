package org.msilo.sip;

import java.util.Optional;
import java.util.OptionalInt;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipServletRequest;
import org.msilo.message.SipUri;

/**
 * What a front proxy or another application asked for in the Route that led here.
 *
 * @param mode the {@code mode} parameter
 * @param nextHop the {@code next_hop} parameter
 */
record RouteParameters(OptionalInt mode, Optional<String> nextHop) {

  /** Reads them from the Route that the container took off the request. */
  static RouteParameters of(SipServletRequest request) throws BadRequestException {
    Address route = request.getPoppedRoute();
    Optional<SipUri> uri =
        route == null ? Optional.empty() : SipUri.parse(route.getURI().toString());
    if (uri.isEmpty()) {
      return new RouteParameters(OptionalInt.empty(), Optional.empty());
    }
    String mode = uri.get().parameters().get("mode");
    String nextHop = uri.get().parameters().get("next_hop");
    if (mode != null && !mode.matches("[012]")) {
      throw new BadRequestException(StatusCodes.BAD_REQUEST, "mode in Route must be 0, 1 or 2");
    }
    if (nextHop != null && SipUri.parse(nextHop).isEmpty()) {
      throw new BadRequestException(StatusCodes.BAD_REQUEST, "next_hop in Route is no SIP URI");
    }
    return new RouteParameters(
        mode == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(mode)),
        Optional.ofNullable(nextHop));
  }
}
