package org.msilo.sip;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.servlet.sip.SipServletRequest;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.SipUri;

/** The checks of RFC 3261 16.3 and 8.2 that come before anything else. Thread-safe. */
final class Admission {
  private static final Set<String> SUPPORTED = Set.of("path");

  private final SipSettings settings;

  Admission(SipSettings settings) {
    this.settings = settings;
  }

  /** Refuses what could not travel on: no hops left, or an address we cannot read. */
  void checkHops(SipServletRequest request) throws BadRequestException {
    if (request.getMaxForwards() == 0) {
      throw new BadRequestException(StatusCodes.TOO_MANY_HOPS, "Max-Forwards is 0");
    }
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
    return settings.isLocal(uri);
  }

  /** Whether the address-of-record is one of a local user. */
  boolean isLocal(AddressOfRecord aor) {
    return settings.isLocal(aor);
  }

  /** The local user the request is for; empty when it is for the server or for another domain. */
  Optional<AddressOfRecord> localUser(SipUri uri) {
    return uri.addressOfRecord().filter(settings::isLocal);
  }

  /**
   * Which of the extensions the request requires are not known here (RFC 3261 8.2.2.3).
   *
   * @return option tags for the Unsupported header; empty when all are known
   */
  static Optional<String> unsupported(SipServletRequest request) {
    Set<String> required = new LinkedHashSet<>();
    request
        .getHeaders("Require")
        .forEachRemaining(
            value -> Stream.of(value.split(",")).map(String::strip).forEach(required::add));
    String unknown =
        required.stream()
            .filter(tag -> !tag.isEmpty() && !SUPPORTED.contains(tag))
            .collect(Collectors.joining(", "));
    return unknown.isEmpty() ? Optional.empty() : Optional.of(unknown);
  }
}
