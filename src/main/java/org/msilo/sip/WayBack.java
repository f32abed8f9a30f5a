package org.msilo.sip;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import org.msilo.location.Connections;
import org.msilo.message.Flow;
import org.msilo.message.IpAddress;
import org.msilo.message.SipUri;

/**
 * Where a REGISTER came from, and for which of its contacts that is the way back, rather than what
 * the Contact says. Immutable.
 *
 * @param flow none when the REGISTER came by another proxy, which is the one to know the way
 * @param sentBy host and port that the sender believes it has (RFC 3261 18.1.1)
 * @param asksForSource whether it wants its responses where it sent from (RFC 3581)
 */
record WayBack(Optional<Flow> flow, SipUri sentBy, boolean asksForSource) {

  static WayBack of(SipServletRequest request, Connections connections)
      throws ServletParseException {
    List<? extends Parameterable> vias = HeaderFields.parameterables(request, "Via");
    Parameterable via = vias.get(0);
    Optional<SipUri> sentBy = SipUri.parse("sip:" + via.getValue().replaceFirst("^\\S+\\s+", ""));
    boolean firstHop = vias.size() == 1 && request.getHeader("Path") == null;
    if (!firstHop || sentBy.isEmpty() || request.getInitialRemoteAddr() == null) {
      return new WayBack(
          Optional.empty(), SipUri.parse("sip:unknown.invalid").orElseThrow(), false);
    }
    // The stack writes received when it was asked to, or when the address is another than sent-by.
    return new WayBack(
        Optional.of(flow(request, connections)),
        sentBy.get(),
        HeaderFields.hasParameter(via, "received"));
  }

  private static Flow flow(SipServletRequest request, Connections connections) {
    String transport = request.getInitialTransport().toLowerCase(Locale.ROOT);
    String host = IpAddress.forUri(request.getInitialRemoteAddr());
    int port = request.getInitialRemotePort();
    return new Flow(transport, host, port, connections.open(transport, host, port).orElse(""));
  }

  /** Whether this contact is the sender itself, and reached where it sent from. */
  boolean leadsTo(String contact) {
    Optional<SipUri> uri = SipUri.parse(contact);
    if (flow.isEmpty() || uri.isEmpty()) {
      return false;
    }
    String host = uri.get().host();
    String source = flow.get().host();
    return uri.get().isInvalidHost()
        || flow.get().transport().startsWith("ws")
        || (IpAddress.isSame(host, source) ? leadsThroughPort(uri.get()) : isBehindNat(host));
  }

  /**
   * A phone may send from one port and listen at another of the same address; only one that takes
   * the port for its own, and does not know that a NAT gave it another, is meant by its source.
   */
  private boolean leadsThroughPort(SipUri contact) {
    return flow.orElseThrow().isConnection()
        || asksForSource
            && contact.portOrDefault() == sentBy.portOrDefault()
            && contact.portOrDefault() != flow.orElseThrow().port();
  }

  /**
   * The contact is where the sender believes to be and is not, or an address that means something
   * in its own network only, while it came from outside of that.
   */
  private boolean isBehindNat(String contactHost) {
    String source = flow.orElseThrow().host();
    return IpAddress.isSame(contactHost, sentBy.host())
        || IpAddress.isPrivate(contactHost) && !IpAddress.isPrivate(source);
  }
}
