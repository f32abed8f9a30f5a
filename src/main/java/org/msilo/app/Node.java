package org.msilo.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.msilo.metrics.Meters;
import org.msilo.store.MessageStoreException;
import org.msilo.store.jpa.Database;
import org.msilo.store.jpa.DatabaseClock;
import org.msilo.store.jpa.DatabaseUnavailableException;
import org.msilo.store.jpa.NodeDirectory;
import org.msilo.store.jpa.NodeLease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node among those on its database: its number, its name, and the clock they all go by. */
final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final NodeIdentity identity;
  private final DatabaseClock common;
  private final Clock clock;
  private final NodeLease lease;
  private final NodeDirectory directory;

  /**
   * Takes a number in the database.
   *
   * @param home where this installation is known by
   * @param given a clock to go by instead of the database's
   * @param address SIP URI under which the other nodes reach this one; empty if they do not
   * @throws DatabaseUnavailableException with a text for the operator
   */
  Node(Database database, Path home, Optional<Clock> given, Optional<String> address) {
    identity = NodeIdentity.in(home);
    try {
      common = database.clock(System::nanoTime);
      clock = given.orElse(common);
      lease = new NodeLease(database.transactions(), clock, identity.text(), address);
      directory = new NodeDirectory(database.transactions(), clock);
    } catch (DatabaseUnavailableException e) {
      identity.close();
      throw e;
    }
    LOG.info("this is node {} on its database", lease.number());
  }

  Clock clock() {
    return clock;
  }

  int number() {
    return lease.number();
  }

  /** Shows its number, and how long it may stay silent before others take it for dead. */
  void showIn(Meters meters) {
    meters.gauge("node.number", "number", lease::number);
    meters.gauge(
        "node.lease",
        "s",
        () -> Duration.between(clock.instant(), lease.heldUntil()).toMillis() / 1000.0);
  }

  String owner() {
    return lease.owner();
  }

  /** What this process is called in flows. */
  String name() {
    return lease.process();
  }

  NodeDirectory directory() {
    return directory;
  }

  /** What has to be done every ten seconds, each waiting for the database. */
  List<Runnable> duties() {
    return List.of(common::measure, lease::renew, directory::read);
  }

  @Override
  public void close() {
    try {
      lease.close();
    } catch (MessageStoreException e) {
      LOG.warn("the other nodes find out by themselves that this one stopped: {}", e.getMessage());
    }
    identity.close();
  }
}
