package org.msilo.store.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.msilo.store.jpa.RoundStep.ClaimStep;
import org.msilo.store.jpa.RoundStep.PostponeStep;

/**
 * The round rows one transaction works on: read once and changed in memory; new ones are written
 * before mail is read, the others at its end.
 */
final class Rounds {
  private final String owner;
  private final Instant now;
  private final Instant claimedUntil;
  private final Instant renewBefore;
  private final Map<String, RoundRow> rows = new HashMap<>();
  private final Set<String> stored = new HashSet<>();
  private final Set<String> changed = new HashSet<>();

  /**
   * @param mailboxes whose rows may change
   */
  Rounds(StatelessSession session, Collection<String> mailboxes, String owner, LeaseTimes lease) {
    this.owner = owner;
    this.now = lease.now();
    this.claimedUntil = lease.until();
    this.renewBefore = lease.renewBefore();
    if (mailboxes.isEmpty()) {
      return;
    }
    List<RoundRow> found =
        ListQuery.on(session)
            .list("mailboxes", mailboxes)
            .select(
                // Locked, so that of two nodes only one claims; in order, so that none deadlock.
                "from Round r where r.mailbox in :mailboxes order by r.mailbox", RoundRow.class)
            .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
            .getResultList();
    for (RoundRow row : found) {
      rows.put(row.mailbox(), row);
      stored.add(row.mailbox());
    }
  }

  /** Which of these mailboxes are ours; not locked, for they are not to change. */
  static Set<String> owned(StatelessSession session, Collection<String> mailboxes, String owner) {
    if (mailboxes.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        ListQuery.on(session)
            .list("mailboxes", mailboxes)
            .select(
                "select r.mailbox from Round r"
                    + " where r.mailbox in :mailboxes and r.owner = :owner",
                String.class)
            .setParameter("owner", owner)
            .getResultList());
  }

  /** Whether the claim succeeds; then it holds until it lapses. */
  boolean claim(ClaimStep step) {
    RoundRow row = rows.get(step.mailbox());
    if (row != null && row.isClaimedAt(now) && !row.isOwnedBy(owner)) {
      return false;
    }
    if (row != null && row.isPausedAt(now) && !step.evenIfPaused()) {
      return false;
    }
    rows.computeIfAbsent(step.mailbox(), mailbox -> new RoundRow(mailbox, now))
        .claim(owner, claimedUntil);
    changed.add(step.mailbox());
    return true;
  }

  boolean isOurs(String mailbox) {
    RoundRow row = rows.get(mailbox);
    return row != null && row.isOwnedBy(owner);
  }

  int attempts(String mailbox) {
    return rows.get(mailbox).attempts();
  }

  void progress(String mailbox) {
    RoundRow row = rows.get(mailbox);
    if (row.attempts() > 0 || row.isDueBefore(renewBefore)) {
      row.progress(claimedUntil);
      changed.add(mailbox);
    }
  }

  void pause(RoundStep.PauseStep step) {
    if (isOurs(step.mailbox())) {
      rows.get(step.mailbox()).pause(step.nextAttemptAt(), step.attempts(), step.status());
      changed.add(step.mailbox());
    }
  }

  /** Forgets a mailbox that is ours, or that nobody has claimed. */
  void end(String mailbox) {
    RoundRow row = rows.get(mailbox);
    if (row != null && (row.isOwnedBy(owner) || !row.isClaimedAt(now))) {
      rows.remove(mailbox);
      changed.add(mailbox);
    }
  }

  void postpone(PostponeStep step) {
    if (!rows.containsKey(step.mailbox())) {
      rows.put(step.mailbox(), new RoundRow(step.mailbox(), step.nextAttemptAt()));
      changed.add(step.mailbox());
    }
  }

  /**
   * Writes the rows of mailboxes that had none, before their mail is read: a row that is not there
   * locks nobody out, and what was read before it would miss what another node did meanwhile.
   */
  void insertNew(StatelessSession session) {
    List<String> made =
        changed.stream().filter(m -> rows.containsKey(m) && !stored.contains(m)).sorted().toList();
    session.insertMultiple(made.stream().map(rows::get).toList());
    stored.addAll(made);
    made.forEach(changed::remove);
  }

  /** Writes what became of the other rows, and of new ones since they were inserted. */
  void write(StatelessSession session) {
    List<String> gone =
        changed.stream().filter(m -> stored.contains(m) && !rows.containsKey(m)).toList();
    if (!gone.isEmpty()) {
      ListQuery.on(session)
          .list("mailboxes", gone)
          .change("delete from {round} where mailbox in :mailboxes")
          .executeUpdate();
    }
    session.updateMultiple(
        changed.stream().filter(rows::containsKey).sorted().map(rows::get).toList());
  }

  /**
   * When claims made now lapse.
   *
   * @param now the moment of the transaction
   * @param until when a claim made now lapses
   * @param renewBefore claims that lapse before this are renewed when there is progress
   */
  record LeaseTimes(Instant now, Instant until, Instant renewBefore) {}
}
