package org.msilo.intake;

/** What became of a MESSAGE that was to be kept. */
public enum IntakeDecision {
  /** It is kept: the sender may forget it. */
  KEPT,
  /** The same message was kept before, and waits: the sender may forget it. */
  KEPT_BEFORE,
  /** It is of no use later: expired, typing notification, or the registrar's own mail. */
  NOT_WORTH_KEEPING,
  /** Its header fields are more than is kept. */
  TOO_LARGE,
  /** The mailbox holds as much as it may. */
  MAILBOX_FULL
}
