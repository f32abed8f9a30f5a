package org.msilo.intake;

/** What became of a MESSAGE that was to be kept. */
public enum IntakeDecision {
  /** It is kept, or already was: the sender may forget it. */
  KEPT,
  /** It is of no use later: expired, typing notification, or the registrar's own mail. */
  NOT_WORTH_KEEPING,
  /** Its header fields are more than is kept. */
  TOO_LARGE
}
