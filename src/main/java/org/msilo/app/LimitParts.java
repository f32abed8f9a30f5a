package org.msilo.app;

import java.time.Clock;
import java.util.Locale;
import org.msilo.auth.AddressBlocks;
import org.msilo.config.Limits;
import org.msilo.config.MsiloConfig;
import org.msilo.config.WhenFull;
import org.msilo.limit.Floods;
import org.msilo.limit.Limit;
import org.msilo.limit.LimitCounts;
import org.msilo.limit.TokenBuckets;
import org.msilo.metrics.Meters;
import org.msilo.notice.BoundedNotices;
import org.msilo.notice.NoticeSender;
import org.msilo.sip.LoadLimit;
import org.msilo.sip.RequestLimits;
import org.msilo.store.Quota;

/** What the settings say of limits, as the parts that obey them; one count for all. */
final class LimitParts {
  private final Limits limits;
  private final RequestLimits.Places places;
  private final Clock clock;
  private final LimitCounts counts = new LimitCounts();
  private final RequestLimits requests;

  LimitParts(MsiloConfig config, Clock clock) {
    this.limits = config.limits();
    AddressBlocks trusted = new AddressBlocks(config.trusted());
    AddressBlocks thirdParties = new AddressBlocks(config.thirdPartyFrom());
    AddressBlocks exempt = new AddressBlocks(limits.rateExempt());
    this.places =
        new RequestLimits.Places(
            trusted::contain,
            thirdParties::contain,
            source -> exempt.contain(source) || thirdParties.contain(source));
    this.clock = clock;
    this.requests =
        new RequestLimits(
            new TokenBuckets(limits.senderRate(), clock),
            new TokenBuckets(limits.sourceRate(), clock),
            places,
            limits.maxHeaders(),
            limits.maxHeaderBytes(),
            counts);
  }

  /** How often each limit was hit. */
  LimitCounts counts() {
    return counts;
  }

  void showIn(Meters meters) {
    for (Limit limit : Limit.values()) {
      String name = limit.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      meters.gauge("limit.hits", "events", () -> counts.of(limit), "limit", name);
    }
  }

  Quota quota() {
    return new Quota(
        limits.maxMessages(), limits.maxBytes(), limits.whenFull() == WhenFull.DROP_OLDEST);
  }

  RequestLimits requests() {
    return requests;
  }

  /** What a container that can ask early is to ask; with the load, which is not of settings. */
  EarlyLimits early(LoadLimit load) {
    int unread = limits.sourceRate() * Floods.TIMES_THE_RATE;
    return new EarlyLimits(
        load,
        requests::secondsToWait,
        new Floods(new TokenBuckets(unread, clock), places::hasNoRate, counts),
        limits::maxConnections,
        limits::idleConnection,
        counts);
  }

  NoticeSender bounded(NoticeSender sender) {
    return new BoundedNotices(
        sender, new TokenBuckets(limits.noticeRate(), clock), places::hasNoRate, counts);
  }
}
