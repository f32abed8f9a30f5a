package org.msilo.store.jpa;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.msilo.limit.Limit;
import org.msilo.limit.LimitCounts;
import org.msilo.store.Quota;

/**
 * Whether mailboxes have room. What each holds is counted by the database when it is not known, was
 * counted too long ago, or comes near the limit; in between, what is added here is added up. So a
 * mailbox that is in use costs no question, and other nodes can be overlooked for {@link #TRUSTED}
 * only once it is half full. Thread-safe.
 */
final class MailboxRoom {
  /** How long a count is gone by while other nodes may add to the mailbox, too. */
  private static final Duration TRUSTED = Duration.ofSeconds(5);

  /** The same while the mailbox is not half full: other nodes look after their own half. */
  private static final Duration TRUSTED_WITH_ROOM = Duration.ofMinutes(5);

  /** How long a mailbox stays full without another look: a flood must not count it each time. */
  private static final Duration FULL = Duration.ofSeconds(1);

  private static final int MOST_MAILBOXES = 50_000;

  private final Quota quota;
  private final Clock clock;
  private final LimitCounts counts;
  private final Map<String, MailboxUsage> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, MailboxUsage> eldest) {
          return size() > MOST_MAILBOXES;
        }
      };

  MailboxRoom(Quota quota, Clock clock, LimitCounts counts) {
    this.quota = quota;
    this.clock = clock;
    this.counts = counts;
  }

  /** Something was removed from these: those that may be full are to be counted anew. */
  void forget(Collection<String> mailboxes) {
    synchronized (known) {
      for (String mailbox : mailboxes) {
        MailboxUsage held = known.get(mailbox);
        if (held != null && held.exceedsHalf(quota)) {
          known.remove(mailbox);
        }
      }
    }
  }

  /**
   * What there is for these rows, if all of them fit as it is; asks the database for what it does
   * not know.
   *
   * @return empty if one of them needs room that is not there
   */
  Optional<Share> shareForAll(StatelessSession session, List<MessageRow> rows) {
    Share share = new Share();
    if (quota.isNone()) {
      return Optional.of(share);
    }
    if (rows.stream().anyMatch(row -> quota.tooLarge(row.size()) > 0)) {
      return Optional.empty();
    }
    Map<String, MailboxUsage> wanted = share.lookAt(session, rows);
    return wanted.entrySet().stream().allMatch(share::fits) ? Optional.of(share) : Optional.empty();
  }

  /** What there is for these rows; asks the database, and makes room if that is the rule. */
  Share share(StatelessSession session, List<MessageRow> rows) {
    Share share = new Share();
    if (quota.isNone() || rows.isEmpty()) {
      return share;
    }
    Map<String, MailboxUsage> wanted = share.lookAt(session, rows);
    if (quota.dropOldest()) {
      wanted.forEach((mailbox, more) -> share.makeRoom(session, mailbox, more));
    }
    return share;
  }

  /** The share was committed. */
  void keep(Share share) {
    synchronized (known) {
      known.putAll(share.held);
    }
    share.hits.forEach(counts::hit);
  }

  private MailboxUsage held(String mailbox) {
    synchronized (known) {
      return known.get(mailbox);
    }
  }

  private boolean isStale(MailboxUsage held, MailboxUsage more, Instant now) {
    Duration age = Duration.between(held.countedAt(), now);
    MailboxUsage sum = held.plus(more.messages(), more.bytes());
    Duration trusted = sum.exceedsHalf(quota) ? TRUSTED : TRUSTED_WITH_ROOM;
    if (age.isNegative() || age.compareTo(trusted) > 0) {
      return true;
    }
    return sum.exceeds(quota) && (quota.dropOldest() || age.compareTo(FULL) > 0);
  }

  /** What the rows of each mailbox need, without those that would fit into none. */
  private Map<String, MailboxUsage> wanted(List<MessageRow> rows, Instant now) {
    Map<String, MailboxUsage> wanted = new LinkedHashMap<>();
    for (MessageRow row : rows) {
      MailboxUsage sum = wanted.getOrDefault(row.mailbox(), new MailboxUsage(0, 0, now));
      boolean fits = quota.tooLarge(row.size()) == 0;
      wanted.put(row.mailbox(), fits ? sum.plus(1, row.size()) : sum);
    }
    return wanted;
  }

  /** What one transaction takes; used by its thread only. */
  final class Share {
    private final Map<String, MailboxUsage> held = new HashMap<>();
    private final Map<Limit, Long> hits = new EnumMap<>(Limit.class);

    /** Learns what the mailboxes of these rows hold, and returns what the rows need in each. */
    private Map<String, MailboxUsage> lookAt(StatelessSession session, List<MessageRow> rows) {
      Instant now = clock.instant();
      Map<String, MailboxUsage> wanted = wanted(rows, now);
      List<String> unknown = new ArrayList<>();
      wanted.forEach(
          (mailbox, more) -> {
            MailboxUsage known = held(mailbox);
            if (known == null || isStale(known, more, now)) {
              unknown.add(mailbox);
            } else {
              held.put(mailbox, known);
            }
          });
      if (!unknown.isEmpty()) {
        held.putAll(UsageQueries.count(session, unknown, now));
      }
      return wanted;
    }

    private boolean fits(Map.Entry<String, MailboxUsage> wanted) {
      MailboxUsage more = wanted.getValue();
      return !held.get(wanted.getKey()).plus(more.messages(), more.bytes()).exceeds(quota);
    }

    /** Takes the room for a row, if there is enough. */
    boolean take(MessageRow row) {
      if (quota.isNone()) {
        return true;
      }
      MailboxUsage sum = held.get(row.mailbox()).plus(1, row.size());
      if (sum.exceeds(quota)) {
        hits.merge(Limit.MAILBOX_FULL, 1L, Long::sum);
        return false;
      }
      held.put(row.mailbox(), sum);
      return true;
    }

    private void makeRoom(StatelessSession session, String mailbox, MailboxUsage more) {
      MailboxUsage before = held.get(mailbox);
      MailboxUsage sum = before.plus(more.messages(), more.bytes());
      if (sum.exceeds(quota)) {
        MailboxUsage gone =
            UsageQueries.dropOldest(
                session,
                mailbox,
                quota.tooMany(sum.messages()),
                quota.tooLarge(sum.bytes()),
                before.countedAt());
        hits.merge(Limit.OLDEST_DROPPED, gone.messages(), Long::sum);
        held.put(mailbox, before.plus(-gone.messages(), -gone.bytes()));
      }
    }
  }
}
