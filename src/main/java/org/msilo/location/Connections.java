package org.msilo.location;

import java.util.Optional;
import org.msilo.message.Flow;

/** The connections that the SIP stack has open now. Thread-safe; never waits. */
public interface Connections {

  /**
   * What tells the open connection between these ends from all others that were or will be there.
   *
   * @param transport tcp, tls, ws or wss
   * @param host IP address of the other side, IPv6 in brackets
   * @param port its port
   * @return empty when there is no such connection, or none can be seen
   */
  Optional<String> open(String transport, String host, int port);

  /** Whether this very connection still stands; true when that cannot be seen. */
  boolean isOpen(Flow flow);
}
