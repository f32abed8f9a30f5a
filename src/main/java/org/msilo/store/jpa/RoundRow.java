package org.msilo.store.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * A mailbox that somebody delivers from, or whose next attempt is known; never leaves this package.
 */
@Entity(name = "Round")
@Table(name = "round")
class RoundRow {
  @Id private String mailbox;
  private String owner;
  private Instant dueAt;
  private int attempts;
  private short lastStatus;

  /** For Jakarta Persistence. */
  protected RoundRow() {}

  RoundRow(String mailbox, Instant dueAt) {
    this.mailbox = mailbox;
    this.dueAt = dueAt;
  }

  String mailbox() {
    return mailbox;
  }

  int attempts() {
    return attempts;
  }

  boolean isOwnedBy(String candidate) {
    return candidate.equals(owner);
  }

  boolean isClaimedAt(Instant moment) {
    return owner != null && moment.isBefore(dueAt);
  }

  boolean isPausedAt(Instant moment) {
    return owner == null && moment.isBefore(dueAt);
  }

  void claim(String newOwner, Instant until) {
    owner = newOwner;
    dueAt = until;
  }

  boolean isDueBefore(Instant moment) {
    return dueAt.isBefore(moment);
  }

  void progress(Instant until) {
    attempts = 0;
    dueAt = until;
  }

  void pause(Instant nextAttemptAt, int failedAttempts, int status) {
    owner = null;
    dueAt = nextAttemptAt;
    attempts = failedAttempts;
    lastStatus = (short) status;
  }
}
