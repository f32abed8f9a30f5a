package org.msilo.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;

/**
 * The mailboxes. Calls that return a future never wait for the database; the future completes after
 * the commit, or fails with {@link MessageStoreException}, and then nothing has changed.
 * Thread-safe.
 */
public interface MessageStore {

  /** Keeps a message; the future completes when it is on disk. */
  CompletableFuture<AppendResult> append(OfflineMessage message);

  /** Whether a message waits in this mailbox that may still be delivered. */
  CompletableFuture<Boolean> hasMail(AddressOfRecord mailbox);

  /** Takes one message out, whether its mailbox is claimed or not. */
  CompletableFuture<Void> remove(AddressOfRecord mailbox, MessageId message);

  /**
   * Tries to become the only one who delivers from this mailbox, and reads its first message.
   *
   * @param evenIfPaused whether a pause before the next attempt is cut short
   */
  CompletableFuture<Claim> claim(AddressOfRecord mailbox, boolean evenIfPaused);

  /** Settles one message of a claimed mailbox, renews the claim, and reads the next message. */
  CompletableFuture<Optional<OfflineMessage>> settle(Settlement settlement);

  /** Ends a claim. */
  CompletableFuture<Void> release(Release release);

  /** Notes when an unclaimed mailbox is to be tried next; does nothing to a claimed one. */
  CompletableFuture<Void> postpone(AddressOfRecord mailbox, Instant nextAttemptAt);

  /** Mailboxes whose next attempt is due or whose claim has lapsed; waits for the database. */
  List<AddressOfRecord> dueMailboxes(Instant now, int limit);

  /**
   * Removes up to {@code limit} messages that expired before {@code now}; waits for the database.
   */
  int deleteExpired(Instant now, int limit);

  /**
   * Removes up to {@code limit} messages that expired before {@code now}, and says which; each is
   * named at most once, however the process ends. Waits for the database.
   */
  ExpiredMail takeExpired(Instant now, int limit);
}
