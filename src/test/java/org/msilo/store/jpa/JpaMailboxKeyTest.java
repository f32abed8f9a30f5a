package org.msilo.store.jpa;

import static org.msilo.testing.MessageFixtures.NOON;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.store.MailboxKeyContract;
import org.msilo.store.MessageStore;
import org.msilo.testing.SettableClock;
import org.msilo.testing.TestDatabase;

/** Which mailboxes each database takes for the same one. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class JpaMailboxKeyTest implements MailboxKeyContract {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final JpaMessageStore store;

  JpaMailboxKeyTest(TestDatabase on) {
    store =
        new JpaMessageStore(
            on.shared().transactions(), new SettableClock(NOON), () -> "node", threads, threads);
  }

  @AfterEach
  void close() {
    store.close();
    threads.shutdown();
  }

  @Override
  public MessageStore store() {
    return store;
  }
}
