package org.msilo.store;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;

/**
 * The mailboxes, each message of which goes to each device: a message is done when every device
 * that counts took it or refused it for good. A device counts when it is online, or was seen within
 * the horizon. Calls that return a future never wait for the database; the future completes after
 * the commit, or fails with {@link MessageStoreException}, and then nothing has changed.
 * Thread-safe.
 */
public interface DeviceMailboxes {

  /** Whether more than one device of this mailbox was seen within the horizon. */
  CompletableFuture<Boolean> hasSeveralDevices(AddressOfRecord mailbox);

  /** Remembers that these devices have just registered; whatever pause they had is over. */
  CompletableFuture<Void> seen(AddressOfRecord mailbox, List<DeviceId> devices);

  /**
   * Tries to become the only one who delivers from this mailbox, and reads the first message that
   * one of these devices lacks and is not to be spared just now, and whose turn it is. With nothing
   * to send, the claim ends, and the next attempt is noted if a device is spared.
   */
  CompletableFuture<Claim> claim(AddressOfRecord mailbox, List<DeviceId> online);

  /** Settles one attempt, renews the claim, and reads on as {@link #claim} does. */
  CompletableFuture<Claim> settle(DeviceSettlement settlement);

  /** A device took a message after all, whether its mailbox is claimed or not. */
  CompletableFuture<Void> taken(AddressOfRecord mailbox, MessageId message, DeviceId device);

  /**
   * Forgets up to {@code limit} devices that were last seen before the horizon, and as many notes
   * about messages that expired before {@code now}; waits for the database.
   *
   * @return the larger of the two numbers
   */
  int forget(Instant now, int limit);
}
