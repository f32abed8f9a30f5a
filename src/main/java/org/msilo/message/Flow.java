package org.msilo.message;

import java.util.Optional;

/**
 * Where a REGISTER came from, as the way back to who sent it (RFC 5626 3.1): the connection it came
 * on, or the address that a NAT gave its datagram; immutable.
 *
 * @param transport udp, tcp, tls, ws or wss
 * @param host IP address of the other side, IPv6 in brackets
 * @param port its port
 * @param connection what tells this connection from all others, later ones between the same ports
 *     among them: a mark, a dot, and the node that has it; "" when nobody could say
 */
public record Flow(String transport, String host, int port, String connection) {
  private static final String UDP = "udp";

  /** Reads what {@link #toString()} wrote; empty when it is no such text. */
  public static Optional<Flow> parse(String text) {
    return SipUri.parse(text)
        .filter(uri -> uri.port().isPresent())
        .map(
            uri ->
                new Flow(
                    uri.parameters().getOrDefault("transport", UDP),
                    uri.host(),
                    uri.port().getAsInt(),
                    uri.parameters().getOrDefault("connection", "")));
  }

  /** Whether it is a connection, which ends, and not just an address. */
  public boolean isConnection() {
    return !transport.equals(UDP);
  }

  /** The node that has this connection, by the name it had then; empty when nobody could say. */
  public Optional<String> node() {
    int dot = connection.indexOf('.');
    return dot < 0 ? Optional.empty() : Optional.of(connection.substring(dot + 1));
  }

  /** Whether a URI with this host and port names its other end. */
  public boolean leadsTo(SipUri uri) {
    return host.equals(uri.host()) && port == uri.portOrDefault();
  }

  /** The way back as a URI for a Route. */
  public String route() {
    return "sip:" + host + ":" + port + ";transport=" + transport + ";lr";
  }

  /** The form it is kept in. */
  @Override
  public String toString() {
    return connection.isEmpty() ? route() : route() + ";connection=" + connection;
  }
}
