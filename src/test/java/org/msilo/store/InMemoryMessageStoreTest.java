package org.msilo.store;

import org.msilo.testing.InMemoryMessageStore;
import org.msilo.testing.MessageFixtures;
import org.msilo.testing.SettableClock;

/** Keeps the store of the tests honest. */
class InMemoryMessageStoreTest implements MessageStoreContract {
  private final SettableClock clock = new SettableClock(MessageFixtures.NOON);
  private final InMemoryMessageStore store = new InMemoryMessageStore(clock);

  @Override
  public MessageStore store() {
    return store;
  }

  @Override
  public MessageStore otherNode() {
    return store.of("other");
  }

  @Override
  public DeviceMailboxes devices() {
    return store.byDevices(HORIZON);
  }

  @Override
  public DeviceMailboxes devicesOfOtherNode() {
    return store.of("other").byDevices(HORIZON);
  }

  @Override
  public SettableClock clock() {
    return clock;
  }
}
