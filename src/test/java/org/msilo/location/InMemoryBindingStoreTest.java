package org.msilo.location;

import org.msilo.testing.InMemoryBindingStore;
import org.msilo.testing.MessageFixtures;
import org.msilo.testing.SettableClock;

/** Keeps the store of the tests honest. */
class InMemoryBindingStoreTest implements BindingStoreContract {
  private final SettableClock clock = new SettableClock(MessageFixtures.NOON);
  private final InMemoryBindingStore store = new InMemoryBindingStore(clock);

  @Override
  public BindingStore store() {
    return store;
  }

  @Override
  public SettableClock clock() {
    return clock;
  }
}
