package org.msilo.app;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.msilo.auth.jpa.JpaSubscriberStore;
import org.msilo.config.Delivery;
import org.msilo.config.MsiloConfig;
import org.msilo.location.RegisterRules;
import org.msilo.location.RegistrarSettings;
import org.msilo.location.jpa.JpaBindingStore;
import org.msilo.metrics.JmxMeters;
import org.msilo.store.DeviceMailboxes;
import org.msilo.store.jpa.Database;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.store.jpa.DatabaseUnavailableException;
import org.msilo.store.jpa.JpaDeviceMailboxes;
import org.msilo.store.jpa.JpaMessageStore;
import org.msilo.store.jpa.KeySurvey;
import org.msilo.store.jpa.SharedSecrets;
import org.msilo.store.seal.KeyRing;

/** The database, this node among those on it, and the stores of all rooms. Thread-safe. */
final class Persistence implements AutoCloseable {
  private final Threads threads;
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final Database database;
  private final Node node;
  private final LoginParts logins;
  private final LimitParts limits;
  private final JpaMessageStore messages;
  private final Optional<JpaDeviceMailboxes> devices;
  private final JpaBindingStore bindings;

  /**
   * Opens all of it, or nothing.
   *
   * @throws DatabaseUnavailableException with a text for the operator
   */
  Persistence(MsiloConfig config, Optional<Clock> givenClock, Threads threads, JmxMeters meters) {
    this.threads = threads;
    try {
      Home home = new Home(config.home());
      home.make();
      database = open(config);
      closing.push(database::close);
      node = new Node(database, config.home(), givenClock, config.nodeAddress());
      closing.push(node::close);
      closing.push(threads::close);
      home.close();
      logins = new LoginParts(config, database.transactions(), threads);
      closing.push(logins::close);
    } catch (DatabaseUnavailableException e) {
      close();
      throw e;
    }
    limits = new LimitParts(config, node.clock());
    bindings = bindings(config, meters);
    closing.push(bindings::close);
    messages = messages(meters);
    devices =
        config.delivery() == Delivery.EVERY
            ? Optional.of(
                messages.byDevices(config.deviceHorizon(), threads.loops(), threads.replies()))
            : Optional.empty();
    devices.ifPresent(store -> closing.push(store::close));
    closing.push(messages::close);
    database.showIn(meters);
    node.showIn(meters);
    limits.showIn(meters);
  }

  private static Database open(MsiloConfig config) {
    return Database.open(
        new DatabaseSettings(
            config.dbUrl(), config.dbUser(), config.dbPassword(), config.dbTable()),
        new KeyRing(config.encryptionKeys()),
        Stream.of(
                JpaMessageStore.entities(),
                JpaBindingStore.entities(),
                JpaSubscriberStore.entities())
            .flatMap(List::stream)
            .toList());
  }

  private JpaMessageStore messages(JmxMeters meters) {
    return new JpaMessageStore(
        database.transactions(),
        node.clock(),
        node::owner,
        limits.quota(),
        limits.counts(),
        threads.loops(),
        threads.replies(),
        meters);
  }

  private JpaBindingStore bindings(MsiloConfig config, JmxMeters meters) {
    return new JpaBindingStore(
        database.transactions(),
        rules(config),
        node.clock(),
        threads.loops(),
        threads.replies(),
        meters);
  }

  private static RegisterRules rules(MsiloConfig config) {
    return new RegisterRules(
        new RegistrarSettings(
            config.defaultExpires(),
            config.minExpires(),
            config.maxExpires(),
            config.limits().maxContacts()));
  }

  /** Plays to a database that the rehearsal of the executable war has not played to: a server. */
  void rehearse(MsiloConfig config) {
    if (config.rehearsal() > 0 && !database.isEmbedded()) {
      new StoreRehearsal(database.transactions(), rules(config), node.clock())
          .play(config.rehearsal());
    }
  }

  Node node() {
    return node;
  }

  LoginParts logins() {
    return logins;
  }

  /** Limits of what is kept, and of requests. */
  LimitParts limits() {
    return limits;
  }

  JpaMessageStore messages() {
    return messages;
  }

  /** Where each device has its own place in a mailbox; empty unless each gets all messages. */
  Optional<DeviceMailboxes> byDevices() {
    return devices.map(DeviceMailboxes.class::cast);
  }

  JpaBindingStore bindings() {
    return bindings;
  }

  /** What all nodes know and nobody else. */
  SharedSecrets secrets() {
    return new SharedSecrets(database.transactions());
  }

  Neighbours neighbours() {
    return new Neighbours(node.directory(), node.name(), threads.heart(), threads.replies());
  }

  /** Looks for messages that no key opens; waits for the database. */
  Runnable keySurvey() {
    return new KeySurvey(database.transactions());
  }

  /** Whether something has waited for its transaction for longer than that. */
  boolean isBehind(Duration wait) {
    return messages.isBehind(wait) || bindings.isBehind(wait);
  }

  /** Whether a request has waited for its transaction for longer than that. */
  boolean requestsAreBehind(Duration wait) {
    return messages.requestsAreBehind(wait) || bindings.isBehind(wait);
  }

  /** Whether a request waits longer for its answer than it need, by more than this. */
  boolean isLate(Duration beyond) {
    return messages.isLate(beyond) || bindings.isLate(beyond);
  }

  boolean isIdle() {
    return messages.isIdle()
        && devices.map(JpaDeviceMailboxes::isIdle).orElse(true)
        && bindings.isIdle()
        && logins.isIdle();
  }

  /** Ends what has been opened, the last first: the stores, their threads, then the database. */
  @Override
  public void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }
}
