package org.msilo.location;

import java.util.Optional;
import org.msilo.message.Flow;

/** The connections that the SIP stack has open now. Thread-safe; never waits. */
public interface Connections {

  /**
   * What tells the open connection between these ends from all others that were or will be there,
   * on any node, as {@link Flow#connection()} has it.
   *
   * @param transport tcp, tls, ws or wss
   * @param host IP address of the other side, IPv6 in brackets
   * @param port its port
   * @return empty when there is no such connection; without a mark of its own when none can be seen
   */
  Optional<String> open(String transport, String host, int port);

  /**
   * Whether this very connection still stands, on this node; true when that cannot be seen and no
   * other node is known to have it.
   */
  boolean isOpen(Flow flow);
}
