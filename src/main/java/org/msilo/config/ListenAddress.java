package org.msilo.config;

import java.util.List;

/** One transport, IP address and port to take SIP requests at. */
public record ListenAddress(String transport, String address, int port) {
  private static final List<String> TRANSPORTS = List.of("udp", "tcp", "tls", "ws", "wss");

  public ListenAddress {
    if (!TRANSPORTS.contains(transport)) {
      throw new IllegalArgumentException(
          "the transport must be one of " + String.join(" ", TRANSPORTS));
    }
    if (!Addresses.isIpv4(address) && !Addresses.isIpv6(address)) {
      throw new IllegalArgumentException("the address must be an IP address of this machine");
    }
    new HostPort(address, port);
  }

  /** Reads TRANSPORT:ADDRESS:PORT; the message of the exception says what is wrong. */
  static ListenAddress parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "must be TRANSPORT:ADDRESS:PORT, such as udp:127.0.0.1:5060 or tcp:[::1]:5060");
    }
    HostPort place = HostPort.parse(text.substring(colon + 1));
    return new ListenAddress(text.substring(0, colon), place.address(), place.port());
  }

  /** Whether it stands for every address of the machine. */
  public boolean isWildcard() {
    return Addresses.isWildcard(address);
  }

  /** Whether it needs a certificate. */
  public boolean isSecure() {
    return transport.equals("tls") || transport.equals("wss");
  }

  @Override
  public String toString() {
    return transport + ":" + Addresses.bracketed(address) + ":" + port;
  }
}
