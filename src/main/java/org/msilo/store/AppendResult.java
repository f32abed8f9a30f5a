package org.msilo.store;

/** What became of a message given to the store. */
public enum AppendResult {
  /** It is committed. */
  STORED,
  /** The same message waits in this mailbox already; nothing was added. */
  DUPLICATE,
  /** The mailbox has no room for it; nothing was added. */
  MAILBOX_FULL
}
