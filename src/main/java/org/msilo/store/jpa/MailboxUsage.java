package org.msilo.store.jpa;

import java.time.Instant;
import org.msilo.store.Quota;

/** What a mailbox holds at most: counted at a moment, and since then only added to. */
record MailboxUsage(long messages, long bytes, Instant countedAt) {
  MailboxUsage plus(long moreMessages, long moreBytes) {
    return new MailboxUsage(messages + moreMessages, bytes + moreBytes, countedAt);
  }

  boolean exceedsHalf(Quota quota) {
    return quota.tooMany(2 * messages) > 0 || quota.tooLarge(2 * bytes) > 0;
  }

  boolean exceeds(Quota quota) {
    return quota.tooMany(messages) > 0 || quota.tooLarge(bytes) > 0;
  }
}
