package org.msilo.store;

import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.message;

import java.time.Duration;
import java.util.Optional;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.testing.SettableClock;

/** The stage of the store contract: two nodes and their clock. */
public interface StoreScene {
  Duration PAUSE = Duration.ofSeconds(30);
  Duration LONGER_THAN_A_CLAIM = Duration.ofMinutes(10);

  MessageStore store();

  /** The same mailboxes as another node sees them. */
  MessageStore otherNode();

  /** The clock of both; stands at {@link org.msilo.testing.MessageFixtures#NOON}. */
  SettableClock clock();

  default AppendResult append(OfflineMessage message) {
    return store().append(message).join();
  }

  default boolean hasMail(AddressOfRecord mailbox) {
    return store().hasMail(mailbox).join();
  }

  default Claim claim(AddressOfRecord mailbox) {
    return store().claim(mailbox, false).join();
  }

  default Optional<OfflineMessage> settle(long number) {
    return store().settle(Settlement.remove(BOB, new MessageId(number))).join();
  }

  default Optional<OfflineMessage> refuse(long number) {
    Attempt refusal = new Attempt(new MessageId(number), 1, new Answer(415, "No Pictures"));
    return store().settle(Settlement.refuse(BOB, refusal)).join();
  }

  default void pause(int attempts) {
    store().release(new Release(BOB, Optional.of(NOON.plus(PAUSE)), attempts, 480)).join();
  }

  default void release() {
    store().release(new Release(BOB, Optional.empty(), 1, 0)).join();
  }
}
