package org.msilo.app;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.msilo.location.Nodes;
import org.msilo.store.MessageStoreException;
import org.msilo.store.jpa.NodeDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All nodes but this one, read anew when a flow names one that is not known. Thread-safe. */
final class Neighbours implements Nodes {
  private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);

  /** Look-ups beyond do without addresses, as they do when the database fails. */
  private static final int MOST_WAITING = 1_000;

  private final AtomicInteger waiting = new AtomicInteger();
  private final NodeDirectory directory;
  private final String self;
  private final Executor reader;
  private final Executor replies;

  /**
   * @param self what this node is called in flows
   * @param reader where the database is waited for
   * @param replies where futures are completed
   */
  Neighbours(NodeDirectory directory, String self, Executor reader, Executor replies) {
    this.directory = directory;
    this.self = self;
    this.reader = reader;
    this.replies = replies;
  }

  @Override
  public Optional<String> addressOf(String node) {
    return node.equals(self) ? Optional.empty() : directory.addressOf(node);
  }

  @Override
  public CompletableFuture<Void> meet(Collection<String> names) {
    if (names.stream().allMatch(this::isKnown)) {
      return CompletableFuture.completedFuture(null);
    }
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return CompletableFuture.completedFuture(null);
    }
    try {
      return CompletableFuture.runAsync(() -> read(names), reader)
          .whenComplete((done, failure) -> waiting.decrementAndGet())
          .thenRunAsync(() -> {}, replies);
    } catch (RejectedExecutionException e) {
      // It stops; what is left of its work does without.
      waiting.decrementAndGet();
      return CompletableFuture.completedFuture(null);
    }
  }

  private boolean isKnown(String name) {
    return name.equals(self) || directory.knows(name);
  }

  private void read(Collection<String> names) {
    if (names.stream().allMatch(this::isKnown)) {
      return;
    }
    try {
      directory.read(names);
    } catch (MessageStoreException e) {
      LOG.warn("phones on other nodes cannot be reached now: {}", e.getMessage());
    }
  }
}
