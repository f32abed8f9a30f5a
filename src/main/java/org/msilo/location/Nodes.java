package org.msilo.location;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The other nodes on this database, by the names that flows know them by. Thread-safe. */
public interface Nodes {

  /**
   * Where another node is reached; never waits.
   *
   * @return its SIP URI; empty when it is this node, lives no more, has no address, or is not known
   *     yet
   */
  Optional<String> addressOf(String node);

  /** Makes them known; completes when that is done, or could not be done now, and never fails. */
  CompletableFuture<Void> meet(Collection<String> names);
}
