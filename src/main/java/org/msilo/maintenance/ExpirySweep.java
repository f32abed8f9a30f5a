package org.msilo.maintenance;

import java.time.Clock;
import org.msilo.location.BindingStore;
import org.msilo.store.MessageStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes messages and bindings past their time, in small batches by an index. */
public final class ExpirySweep {
  private static final Logger LOG = LoggerFactory.getLogger(ExpirySweep.class);
  private static final int BATCH = 500;

  private final MessageStore messages;
  private final BindingStore bindings;
  private final Clock clock;

  public ExpirySweep(MessageStore messages, BindingStore bindings, Clock clock) {
    this.messages = messages;
    this.bindings = bindings;
    this.clock = clock;
  }

  /** Removes all that has expired by now. */
  public void run() {
    int expired = 0;
    int batch;
    do {
      batch = messages.deleteExpired(clock.instant(), BATCH);
      expired += batch;
    } while (batch == BATCH);
    do {
      batch = bindings.deleteExpired(clock.instant(), BATCH);
    } while (batch == BATCH);
    if (expired > 0) {
      LOG.info("{} messages expired undelivered", expired);
    }
  }
}
