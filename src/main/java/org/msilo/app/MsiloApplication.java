package org.msilo.app;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.servlet.sip.SipFactory;
import org.msilo.auth.Nonces;
import org.msilo.auth.jpa.JpaSubscriberStore;
import org.msilo.config.Delivery;
import org.msilo.config.Location;
import org.msilo.config.MsiloConfig;
import org.msilo.config.Relay;
import org.msilo.dump.Arrivals;
import org.msilo.dump.DumpSettings;
import org.msilo.dump.MailboxDump;
import org.msilo.dump.RetryPause;
import org.msilo.intake.MessageIntake;
import org.msilo.intake.StoragePolicy;
import org.msilo.location.BindingStore;
import org.msilo.location.Connections;
import org.msilo.location.Reach;
import org.msilo.location.ReachableBindings;
import org.msilo.location.RegisterRules;
import org.msilo.location.RegistrarSettings;
import org.msilo.location.jpa.JpaBindingStore;
import org.msilo.maintenance.ExpirySweep;
import org.msilo.maintenance.Heartbeat;
import org.msilo.maintenance.MaintenanceSchedule;
import org.msilo.maintenance.MaintenanceSettings;
import org.msilo.maintenance.RetrySweep;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.MessageIds;
import org.msilo.metrics.JmxMeters;
import org.msilo.notice.NoticeSettings;
import org.msilo.notice.SenderNotice;
import org.msilo.sip.Chain;
import org.msilo.sip.FlowTokens;
import org.msilo.sip.LargeRequests;
import org.msilo.sip.LoadLimit;
import org.msilo.sip.Mailboxes;
import org.msilo.sip.OwnMessages;
import org.msilo.sip.RequestLimits;
import org.msilo.sip.SipHandlers;
import org.msilo.sip.SipSenders;
import org.msilo.sip.SipSettings;
import org.msilo.sip.Watch;
import org.msilo.store.DeviceMailboxes;
import org.msilo.store.jpa.Database;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.store.jpa.DatabaseUnavailableException;
import org.msilo.store.jpa.JpaDeviceMailboxes;
import org.msilo.store.jpa.JpaMessageStore;
import org.msilo.store.jpa.KeySurvey;
import org.msilo.store.jpa.SharedSecrets;
import org.msilo.store.jpa.Transactions;
import org.msilo.store.seal.KeyRing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The object graph: built by the constructor, set going by {@link #start()}, taken down by {@link
 * #close()}. Called by the container's life cycle, one call at a time.
 */
final class MsiloApplication implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MsiloApplication.class);

  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final Threads threads = new Threads();
  private final JmxMeters meters;
  private final EarlyLimits earlyLimits;
  private final Database database;
  private final Node node;
  private final JpaMessageStore messages;
  private final Optional<JpaDeviceMailboxes> devices;
  private final JpaBindingStore bindings;
  private final LoginParts logins;
  private final MailboxDump dump;
  private final SipHandlers handlers;
  private final MaintenanceSchedule maintenance;
  private final Heartbeat heartbeat;
  private final AtomicBoolean drained = new AtomicBoolean();

  MsiloApplication(MsiloConfig config, SipFactory sipFactory, Clock ownClock, String name) {
    Home home = new Home(config.home());
    home.make();
    database =
        Database.open(
            new DatabaseSettings(
                config.dbUrl(), config.dbUser(), config.dbPassword(), config.dbTable()),
            new KeyRing(config.encryptionKeys()),
            Stream.of(
                    JpaMessageStore.entities(),
                    JpaBindingStore.entities(),
                    JpaSubscriberStore.entities())
                .flatMap(List::stream)
                .toList());
    Transactions transactions = database.transactions();
    meters = new JmxMeters(ManagementFactory.getPlatformMBeanServer(), name);
    node = joined(config, ownClock);
    home.close();
    logins = logins(config, transactions);
    Clock clock = node.clock();
    LimitParts limits = new LimitParts(config, clock);
    limits.showIn(meters);
    messages =
        new JpaMessageStore(
            transactions,
            clock,
            node::owner,
            limits.quota(),
            limits.counts(),
            threads.loops(),
            threads.replies(),
            meters);
    devices =
        config.delivery() == Delivery.EVERY
            ? Optional.of(
                messages.byDevices(config.deviceHorizon(), threads.loops(), threads.replies()))
            : Optional.empty();
    Optional<DeviceMailboxes> byDevices = devices.map(DeviceMailboxes.class::cast);
    RegisterRules rules =
        new RegisterRules(
            new RegistrarSettings(
                config.defaultExpires(),
                config.minExpires(),
                config.maxExpires(),
                config.limits().maxContacts()));
    bindings =
        new JpaBindingStore(transactions, rules, clock, threads.loops(), threads.replies(), meters);
    SharedSecrets secrets = new SharedSecrets(transactions);
    Connections connections = new StackConnections(sipFactory, node.name());
    OwnMessages ownMessages = new OwnMessages(secrets.get("own messages"));
    Reach reach = new Reach(connections, neighbours(), new FlowTokens(ownMessages));
    BindingStore reachable = new ReachableBindings(bindings, reach);
    SipSettings sip = sipSettings(config, limits.requests());
    SipSenders senders =
        new SipSenders(
            sipFactory,
            config.nextHop(),
            ownMessages,
            reach,
            new LargeRequests(config.largeOverUdp()),
            clock);
    SenderNotice notices =
        new SenderNotice(
            new NoticeSettings(
                config.registrar(),
                config.useContact(),
                config.offlineMessage(),
                config.nextHop(),
                config.expiryNotice()),
            reachable,
            sip::isLocal,
            limits.bounded(senders.notices()));
    Arrivals arrivals = new Arrivals();
    dump =
        new MailboxDump(
            messages,
            // An outbound proxy may know ways that we do not see.
            config.nextHop().isPresent() ? bindings : reachable,
            senders.messages(),
            notices,
            new DumpSettings(new RetryPause(config.checkTime()), byDevices),
            clock,
            arrivals);
    MessageIntake intake =
        new MessageIntake(
            messages,
            new StoragePolicy(
                config.expireTime(), config.registrar().flatMap(AddressOfRecord::parse)),
            limits.counts());
    MessageIds ids = new MessageIds(clock, node::number, messages.lastId());
    LoadLimit loadLimit = new LoadLimit(this::isBehind, meters);
    earlyLimits = limits.early(loadLimit);
    handlers =
        new SipHandlers(
            new Watch(loadLimit, meters),
            sip,
            logins.policy(),
            logins.authenticator(new Nonces(secrets.get("nonces"), clock), clock),
            senders,
            new Mailboxes(reachable, messages, intake, dump, arrivals, byDevices),
            notices,
            ids,
            connections,
            clock,
            threads.timer());
    maintenance =
        new MaintenanceSchedule(
            new MaintenanceSettings(config.checkTime(), config.cleanPeriod()),
            new RetrySweep(messages, bindings, dump, clock),
            new ExpirySweep(
                messages,
                bindings,
                byDevices,
                notices.tellsOfExpiry() ? Optional.of(notices::expired) : Optional.empty(),
                clock),
            threads.maintenance());
    heartbeat = new Heartbeat(node.duties(), threads.heart());
    showVitalSigns();
  }

  private Node joined(MsiloConfig config, Clock ownClock) {
    try {
      return new Node(database, config.home(), ownClock, config.nodeAddress());
    } catch (DatabaseUnavailableException e) {
      threads.close();
      meters.close();
      database.close();
      throw e;
    }
  }

  private LoginParts logins(MsiloConfig config, Transactions transactions) {
    try {
      return new LoginParts(config, transactions, threads);
    } catch (DatabaseUnavailableException e) {
      node.close();
      threads.close();
      meters.close();
      database.close();
      throw e;
    }
  }

  private Neighbours neighbours() {
    return new Neighbours(node.directory(), node.name(), threads.heart(), threads.replies());
  }

  private static SipSettings sipSettings(MsiloConfig config, RequestLimits limits) {
    return new SipSettings(
        config.domains().stream().map(AddressOfRecord::canonicalHost).collect(Collectors.toSet()),
        config.relay() != Relay.NONE,
        config.mode(),
        config.nextHop(),
        config.frTimer(),
        config.maxMessageSize(),
        config.expireTime(),
        config.minExpires(),
        new Chain(
            config.location() == Location.NEXT, config.registrarHop(), config.thirdPartyFrom()),
        limits);
  }

  private boolean isBehind(Duration wait) {
    return messages.isBehind(wait) || bindings.isBehind(wait);
  }

  private void showVitalSigns() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    meters.gauge("heap.used", "bytes", () -> memory.getHeapMemoryUsage().getUsed());
    meters.gauge("heap.max", "bytes", () -> memory.getHeapMemoryUsage().getMax());
    meters.gauge("rounds.running", "mailboxes", dump::running);
    database.showIn(meters);
    node.showIn(meters);
  }

  /** For a container that can ask before it keeps anything of a request. */
  EarlyLimits earlyLimits() {
    return earlyLimits;
  }

  SipHandlers handlers() {
    return handlers;
  }

  /**
   * The container can send now: requests are let in, and what was left behind goes out.
   *
   * @param ownAddresses hosts this server is reached at
   */
  void start(Set<String> ownAddresses) {
    handlers.ownAddresses().set(ownAddresses);
    handlers.gate().open();
    threads.maintenance().execute(new KeySurvey(database.transactions()));
    maintenance.start();
    heartbeat.start();
  }

  /** Turns new requests away and waits for what has begun, at most ten seconds. */
  void drain() {
    if (!drained.compareAndSet(false, true)) {
      return;
    }
    handlers.gate().close();
    dump.stop();
    threads.stopMaintenance();
    if (!await(this::isIdle)) {
      LOG.info("stopping with deliveries under way; they go on after the next start");
    }
  }

  private boolean isIdle() {
    return messages.isIdle()
        && devices.map(JpaDeviceMailboxes::isIdle).orElse(true)
        && bindings.isIdle()
        && logins.isIdle()
        && dump.isIdle();
  }

  private static boolean await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + DRAIN.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() - deadline > 0) {
          return false;
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    drain();
    messages.close();
    devices.ifPresent(JpaDeviceMailboxes::close);
    bindings.close();
    logins.close();
    threads.close();
    node.close();
    meters.close();
    database.close();
  }
}
