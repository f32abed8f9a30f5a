package org.msilo.config;

/** What becomes of a message for a mailbox that is full. */
public enum WhenFull {
  REJECT,
  DROP_OLDEST
}
