package org.msilo.app;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javax.servlet.sip.SipFactory;
import org.msilo.auth.Nonces;
import org.msilo.config.Location;
import org.msilo.config.MsiloConfig;
import org.msilo.config.Relay;
import org.msilo.dump.Arrivals;
import org.msilo.dump.DumpSettings;
import org.msilo.dump.MailboxDump;
import org.msilo.dump.RetryPause;
import org.msilo.dump.RightOfWay;
import org.msilo.intake.MessageIntake;
import org.msilo.intake.StoragePolicy;
import org.msilo.location.BindingStore;
import org.msilo.location.Connections;
import org.msilo.location.Reach;
import org.msilo.location.ReachableBindings;
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
import org.msilo.store.jpa.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The object graph: built by the constructor, set going by {@link #start()}, taken down by {@link
 * #close()}. Called by the container's life cycle, one call at a time.
 */
final class MsiloApplication implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MsiloApplication.class);

  private static final Duration DRAIN = Duration.ofSeconds(10);

  /** What an answer may take longer than usual before others give way; a hundredth of T1. */
  private static final Duration LATE = Duration.ofMillis(5);

  private final Threads threads = new Threads();
  private final JmxMeters meters;
  private final Persistence persistence;
  private final Clock clock;
  private final EarlyLimits earlyLimits;
  private final Connections connections;
  private final OwnMessages ownMessages;
  private final Reach reach;
  private final BindingStore reachable;
  private final SipSettings sip;
  private final SipSenders senders;
  private final SenderNotice notices;
  private final Arrivals arrivals = new Arrivals();
  private final MailboxDump dump;
  private final SipHandlers handlers;
  private final MaintenanceSchedule maintenance;
  private final Heartbeat heartbeat;
  private final AtomicBoolean drained = new AtomicBoolean();

  MsiloApplication(
      MsiloConfig config, SipFactory sipFactory, Optional<Clock> givenClock, String name) {
    meters = new JmxMeters(ManagementFactory.getPlatformMBeanServer(), name);
    persistence = opened(config, givenClock);
    Node node = persistence.node();
    clock = node.clock();
    LoadLimit loadLimit =
        new LoadLimit(persistence::isBehind, persistence::requestsAreBehind, meters);
    earlyLimits = persistence.limits().early(loadLimit);
    connections = new StackConnections(sipFactory, node.name());
    ownMessages = new OwnMessages(persistence.secrets().get("own messages"));
    reach = new Reach(connections, persistence.neighbours(), new FlowTokens(ownMessages));
    reachable = new ReachableBindings(persistence.bindings(), reach);
    sip = sipSettings(config, persistence.limits().requests());
    senders = senders(config, sipFactory);
    notices = notices(config);
    dump = dump(config);
    handlers = handlers(config, new Watch(loadLimit::isTurnedAway, meters));
    maintenance = maintenance(config);
    heartbeat = new Heartbeat(node.duties(), threads.heart());
    showVitalSigns();
    persistence.rehearse(config);
  }

  private Persistence opened(MsiloConfig config, Optional<Clock> givenClock) {
    try {
      return new Persistence(config, givenClock, threads, meters);
    } catch (DatabaseUnavailableException e) {
      meters.close();
      throw e;
    }
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

  private SipSenders senders(MsiloConfig config, SipFactory sipFactory) {
    return new SipSenders(
        sipFactory,
        config.nextHop(),
        ownMessages,
        reach,
        new LargeRequests(config.largeOverUdp()),
        clock);
  }

  private SenderNotice notices(MsiloConfig config) {
    return new SenderNotice(
        new NoticeSettings(
            config.registrar(),
            config.useContact(),
            config.offlineMessage(),
            config.nextHop(),
            config.expiryNotice()),
        reachable,
        sip::isLocal,
        persistence.limits().bounded(senders.notices()));
  }

  private MailboxDump dump(MsiloConfig config) {
    return new MailboxDump(
        persistence.messages(),
        // An outbound proxy may know ways that we do not see.
        config.nextHop().isPresent() ? persistence.bindings() : reachable,
        senders.messages(),
        notices,
        new DumpSettings(
            new RetryPause(config.checkTime()),
            persistence.byDevices(),
            new RightOfWay(threads.deliveries(), mailGivesWay())),
        clock,
        arrivals);
  }

  private BooleanSupplier mailGivesWay() {
    Runnable gaveWay = meters.count("deliveries.gave.way");
    return () -> {
      boolean late = persistence.isLate(LATE);
      if (late) {
        gaveWay.run();
      }
      return late;
    };
  }

  private SipHandlers handlers(MsiloConfig config, Watch watch) {
    MessageIntake intake =
        new MessageIntake(
            persistence.messages(),
            new StoragePolicy(
                config.expireTime(), config.registrar().flatMap(AddressOfRecord::parse)),
            persistence.limits().counts());
    Nonces nonces = new Nonces(persistence.secrets().get("nonces"), clock);
    return new SipHandlers(
        watch,
        sip,
        persistence.logins().policy(),
        persistence.logins().authenticator(nonces, clock),
        senders,
        new Mailboxes(
            reachable, persistence.messages(), intake, dump, arrivals, persistence.byDevices()),
        notices,
        new MessageIds(clock, persistence.node()::number, persistence.messages().lastId()),
        connections,
        clock,
        threads.timer());
  }

  private MaintenanceSchedule maintenance(MsiloConfig config) {
    BooleanSupplier requestsAreLate = () -> persistence.isLate(LATE);
    return new MaintenanceSchedule(
        new MaintenanceSettings(config.checkTime(), config.cleanPeriod()),
        new RetrySweep(
            persistence.messages(), persistence.bindings(), dump, requestsAreLate, clock),
        new ExpirySweep(
            persistence.messages(),
            persistence.bindings(),
            persistence.byDevices(),
            notices.tellsOfExpiry() ? Optional.of(notices::expired) : Optional.empty(),
            requestsAreLate,
            clock),
        threads.maintenance());
  }

  private void showVitalSigns() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    meters.gauge("heap.used", "bytes", () -> memory.getHeapMemoryUsage().getUsed());
    meters.gauge("heap.max", "bytes", () -> memory.getHeapMemoryUsage().getMax());
    meters.gauge("rounds.running", "mailboxes", dump::running);
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
    threads.maintenance().execute(persistence.keySurvey());
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
    return persistence.isIdle() && dump.isIdle();
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
    persistence.close();
    meters.close();
  }
}
