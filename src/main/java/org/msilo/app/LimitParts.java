package org.msilo.app;

import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.msilo.auth.AddressBlocks;
import org.msilo.config.Limits;
import org.msilo.config.MsiloConfig;
import org.msilo.config.WhenFull;
import org.msilo.limit.LimitCounts;
import org.msilo.limit.TokenBuckets;
import org.msilo.notice.BoundedNotices;
import org.msilo.notice.NoticeSender;
import org.msilo.sip.RequestLimits;
import org.msilo.store.Quota;

/** What the settings say of limits, as the parts that obey them; one count for all. */
final class LimitParts {
  private final Limits limits;
  private final AddressBlocks fronts;
  private final AddressBlocks exempt;
  private final Clock clock;
  private final LimitCounts counts = new LimitCounts();

  LimitParts(MsiloConfig config, Clock clock) {
    this.limits = config.limits();
    Set<String> speakForMany = new HashSet<>(config.trusted());
    speakForMany.addAll(config.thirdPartyFrom());
    this.fronts = new AddressBlocks(speakForMany);
    Set<String> withoutRate = new HashSet<>(speakForMany);
    withoutRate.addAll(limits.rateExempt());
    this.exempt = new AddressBlocks(withoutRate);
    this.clock = clock;
  }

  /** How often each limit was hit. */
  LimitCounts counts() {
    return counts;
  }

  Quota quota() {
    return new Quota(
        limits.maxMessages(), limits.maxBytes(), limits.whenFull() == WhenFull.DROP_OLDEST);
  }

  RequestLimits requests() {
    return new RequestLimits(
        new TokenBuckets(limits.senderRate(), clock),
        new TokenBuckets(limits.sourceRate(), clock),
        fronts::contain,
        exempt::contain,
        limits.maxHeaders(),
        limits.maxHeaderBytes(),
        counts);
  }

  NoticeSender bounded(NoticeSender sender) {
    return new BoundedNotices(
        sender, new TokenBuckets(limits.noticeRate(), clock), exempt::contain, counts);
  }
}
