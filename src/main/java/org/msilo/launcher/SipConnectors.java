package org.msilo.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.connector.Connector;
import org.mobicents.servlet.sip.SipConnector;
import org.mobicents.servlet.sip.catalina.SipProtocolHandler;
import org.msilo.config.Addresses;
import org.msilo.config.ListenAddress;

/** One connector for each transport and address. */
final class SipConnectors {
  private final List<ListenAddress> addresses;
  private final List<Connector> connectors = new ArrayList<>();

  SipConnectors(List<ListenAddress> listen) {
    this.addresses = withoutWildcards(listen);
  }

  /** A SIP element names its own address in Via, so "any address" becomes each one there is. */
  static List<ListenAddress> withoutWildcards(List<ListenAddress> listen) {
    List<ListenAddress> each = new ArrayList<>();
    for (ListenAddress at : listen) {
      if (at.isWildcard()) {
        boolean both = at.address().indexOf(':') >= 0;
        Addresses.ofThisMachine().stream()
            .filter(address -> both || address.indexOf(':') < 0)
            .forEach(address -> each.add(new ListenAddress(at.transport(), address, at.port())));
      } else {
        each.add(at);
      }
    }
    return each.stream().distinct().toList();
  }

  List<Connector> create() throws StartException {
    for (ListenAddress at : addresses) {
      connectors.add(connector(at));
    }
    return connectors;
  }

  private static Connector connector(ListenAddress at) throws StartException {
    SipConnector description = new SipConnector();
    description.setIpAddress(at.address());
    description.setPort(at.port());
    description.setTransport(at.transport());
    try {
      Connector connector = new Connector(SipProtocolHandler.class.getName());
      ((SipProtocolHandler) connector.getProtocolHandler()).setSipConnector(description);
      connector.setPort(at.port());
      return connector;
    } catch (Exception e) {
      throw new StartException("no connector for " + at + ": " + e.getMessage(), e);
    }
  }

  /** The container only logs a listening point that failed; here it stops the start. */
  void check(ListenRecorder recorder) throws StartException {
    for (int index = 0; index < connectors.size(); index++) {
      SipProtocolHandler handler = (SipProtocolHandler) connectors.get(index).getProtocolHandler();
      if (handler.extendedListeningPoint == null) {
        throw failure(addresses.get(index), recorder.thrown());
      }
    }
  }

  private static StartException failure(ListenAddress at, Optional<Throwable> thrown) {
    String reason = thrown.map(StartRecorder::reasonOf).orElse("no reason given");
    return new StartException(
        "cannot listen at %s (%s): choose another with --listen".formatted(at, reason),
        thrown.orElse(null));
  }
}
