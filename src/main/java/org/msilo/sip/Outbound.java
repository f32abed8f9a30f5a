package org.msilo.sip;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import org.msilo.message.Header;
import org.msilo.message.SipUri;

/** Registrations by outbound (RFC 5626 6): who may have one, and what the answer to it says. */
final class Outbound {
  static final String OPTION_TAG = "outbound";

  /** How often the phone must send keep-alives at least (RFC 5626 4.4); seconds. */
  private static final String FLOW_TIMER = "120";

  private Outbound() {}

  /**
   * What the 200 to this REGISTER says: that outbound is in effect, or nothing.
   *
   * @throws BadRequestException 439, when it asks for outbound and the proxy next to the phone left
   *     no token of the flow in its Path
   */
  static List<Header> headersFor(SipServletRequest request)
      throws BadRequestException, ServletParseException {
    if (!isAskedFor(request)) {
      return List.of();
    }
    Header require = new Header("Require", OPTION_TAG);
    List<Address> path = HeaderFields.addresses(request, "Path");
    if (!path.isEmpty()) {
      checkFirstHop(path.get(path.size() - 1));
      return List.of(require);
    }
    return isOnOurConnection(request)
        ? List.of(require, new Header("Flow-Timer", FLOW_TIMER))
        : List.of();
  }

  /** Over UDP the phone would expect us to answer STUN, which we do not (RFC 5626 4.4.2). */
  private static boolean isOnOurConnection(SipServletRequest request) throws ServletParseException {
    return HeaderFields.parameterables(request, "Via").size() == 1
        && !"udp".equalsIgnoreCase(request.getInitialTransport());
  }

  private static boolean isAskedFor(SipServletRequest request) throws ServletParseException {
    return (names(request, "Supported") || names(request, "Require"))
        && Contact.allOf(request).stream().anyMatch(Outbound::isFlowOfDevice);
  }

  private static boolean isFlowOfDevice(Contact contact) {
    return contact.parameters().value("+sip.instance").isPresent()
        && contact.parameters().value("reg-id").isPresent();
  }

  private static boolean names(SipServletRequest request, String header) {
    boolean found = false;
    for (Iterator<String> values = request.getHeaders(header); values.hasNext(); ) {
      found |=
          Stream.of(values.next().toLowerCase(Locale.ROOT).split(","))
              .anyMatch(tag -> tag.strip().equals(OPTION_TAG));
    }
    return found;
  }

  private static void checkFirstHop(Address hop) throws BadRequestException {
    if (SipUri.parse(hop.getURI().toString())
        .filter(uri -> uri.parameters().containsKey("ob"))
        .isEmpty()) {
      throw new BadRequestException(
          StatusCodes.FIRST_HOP_LACKS_OUTBOUND, "no ob parameter in " + hop.getURI());
    }
  }
}
