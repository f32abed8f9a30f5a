package org.msilo.location;

import java.util.Optional;
import org.msilo.message.Flow;

/** Makes the way to a binding whose connection another node has. Thread-safe. */
@FunctionalInterface
public interface FlowRoutes {

  /**
   * A URI for a Route that leads to the node and tells it which of its connections is meant.
   *
   * @param address SIP URI of the node
   * @param otherwise the contact that it is to connect to if that connection is closed
   */
  String by(String address, Flow flow, Optional<String> otherwise);
}
