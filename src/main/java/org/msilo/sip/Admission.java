package org.msilo.sip;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.servlet.sip.SipServletRequest;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Header;
import org.msilo.message.SipUri;

/** The checks of RFC 3261 16.3 and 8.2 that come before anything else. Thread-safe. */
final class Admission {
  private static final Set<String> SUPPORTED = Set.of("path", Outbound.OPTION_TAG);

  private final SipSettings settings;
  private final OwnAddresses ownAddresses;
  private final LoopMarks loops;

  Admission(SipSettings settings, OwnAddresses ownAddresses, LoopMarks loops) {
    this.settings = settings;
    this.ownAddresses = ownAddresses;
    this.loops = loops;
  }

  /**
   * Refuses what must not travel on: no hops left, back where it was before, or with an extension a
   * proxy would have to know.
   */
  void checkProxying(SipServletRequest request) throws BadRequestException {
    if (request.getMaxForwards() == 0) {
      throw new BadRequestException(StatusCodes.TOO_MANY_HOPS, "Max-Forwards is 0");
    }
    if (loops.contain(request)) {
      throw new BadRequestException(StatusCodes.LOOP_DETECTED, "passed on from here before");
    }
    refuseUnknown(request, "Proxy-Require", Set.of());
  }

  /** Refuses a request that requires an extension we do not know (RFC 3261 8.2.2.3). */
  void checkRequired(SipServletRequest request) throws BadRequestException {
    refuseUnknown(request, "Require", SUPPORTED);
  }

  /** The Request-URI taken apart. */
  SipUri requestUri(SipServletRequest request) throws BadRequestException {
    return SipUri.parse(request.getRequestURI().toString())
        .orElseThrow(
            () ->
                new BadRequestException(
                    StatusCodes.UNSUPPORTED_URI_SCHEME, "not a SIP URI: " + request.getMethod()));
  }

  /** Whether the request is for this server itself, or for a user of its domains. */
  boolean isLocal(SipUri uri) {
    return settings.isDomain(uri.host())
        || uri.user().isEmpty() && ownAddresses.contain(uri.host());
  }

  /** Whether the address-of-record is one of a local user. */
  boolean isLocal(AddressOfRecord aor) {
    return settings.isLocal(aor);
  }

  /** The local user the request is for; empty when it is for the server or for another domain. */
  Optional<AddressOfRecord> localUser(SipUri uri) {
    return uri.addressOfRecord().filter(settings::isLocal);
  }

  private static void refuseUnknown(SipServletRequest request, String header, Set<String> known)
      throws BadRequestException {
    Set<String> required = new LinkedHashSet<>();
    request
        .getHeaders(header)
        .forEachRemaining(
            value -> Stream.of(value.split(",")).map(String::strip).forEach(required::add));
    String unknown =
        required.stream()
            .filter(tag -> !tag.isEmpty() && !known.contains(tag))
            .collect(Collectors.joining(", "));
    if (!unknown.isEmpty()) {
      throw new BadRequestException(
          StatusCodes.BAD_EXTENSION, header + ": " + unknown, new Header("Unsupported", unknown));
    }
  }
}
