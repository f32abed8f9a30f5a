package org.msilo.store;

/** What became of a message given to the store. */
public enum AppendResult {
  /** It is committed. */
  STORED,
  /** The same message waits in this mailbox already; nothing was added. */
  DUPLICATE
}
