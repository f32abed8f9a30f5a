package org.msilo.users;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.msilo.auth.Subscriber;
import org.msilo.auth.SubscriberStore;
import org.msilo.users.ForeignSubscriber.Fault;

/** Takes over subscribers, some hundred in a transaction. For one thread. */
final class SubscriberImport implements Consumer<ForeignSubscriber> {
  private static final int BATCH = 500;

  private final SubscriberStore store;
  private final List<Subscriber> batch = new ArrayList<>();
  private final AtomicInteger taken = new AtomicInteger();
  private final Map<Fault, Integer> refused = new EnumMap<>(Fault.class);

  SubscriberImport(SubscriberStore store) {
    this.store = store;
  }

  @Override
  public void accept(ForeignSubscriber row) {
    row.subscriber().ifPresentOrElse(batch::add, () -> refused.merge(row.fault(), 1, Integer::sum));
    if (batch.size() == BATCH) {
      finish();
    }
  }

  /** Writes what is left. */
  void finish() {
    if (!batch.isEmpty()) {
      store.putAll(batch);
      taken.addAndGet(batch.size());
      batch.clear();
    }
  }

  int taken() {
    return taken.get();
  }

  /** Rows that were left out, by the reason. */
  Map<Fault, Integer> refused() {
    return refused;
  }
}
