package org.msilo.store;

/**
 * How much one mailbox holds.
 *
 * @param messages most messages; 0 for no limit
 * @param bytes most bytes of bodies and header fields; 0 for no limit
 * @param dropOldest whether a full mailbox loses its oldest messages rather than refuse new ones
 */
public record Quota(int messages, long bytes, boolean dropOldest) {
  /** No limit at all. */
  public static final Quota NONE = new Quota(0, 0, false);

  /** Whether there is anything to count. */
  public boolean isNone() {
    return messages == 0 && bytes == 0;
  }

  /** How many of so many messages are too many. */
  public long tooMany(long held) {
    return messages == 0 ? 0 : Math.max(0, held - messages);
  }

  /** How many of so many bytes are too many. */
  public long tooLarge(long held) {
    return bytes == 0 ? 0 : Math.max(0, held - bytes);
  }
}
