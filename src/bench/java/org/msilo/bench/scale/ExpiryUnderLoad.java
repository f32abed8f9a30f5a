package org.msilo.bench.scale;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.msilo.maintenance.ExpirySweep;
import org.msilo.store.MessageStore;
import org.msilo.testing.InMemoryBindingStore;

/**
 * Stores as fast as it goes while half of the messages expire: what the sweep takes from storing,
 * and how long its transactions hold their locks.
 */
final class ExpiryUnderLoad {
  private static final Duration SLICE = Duration.ofSeconds(5);
  private static final int MOST_SLICES = 50;

  private final long expired;

  private final StoreNode node;
  private final ConcurrentLinkedQueue<Long> transactions = new ConcurrentLinkedQueue<>();
  private final AtomicLong removed = new AtomicLong();
  private final ExpirySweep sweep;

  /**
   * @param expired how many messages there are to remove
   */
  ExpiryUnderLoad(StoreNode node, long expired) {
    this.expired = expired;
    this.node = node;
    this.sweep =
        new ExpirySweep(
            watched(node.store()), new InMemoryBindingStore(Clock.systemUTC()), Clock.systemUTC());
  }

  /** Alternates between slices without and with the sweep, so that both meet the same machine. */
  List<String> run() {
    node.appendFor(SLICE);
    double without = 0;
    double with = 0;
    double swept = 0;
    int slices = 0;
    int alone = 0;
    do {
      without += node.appendFor(SLICE);
      alone++;
      CompletableFuture<Void> sweeping = CompletableFuture.runAsync(sweep::run);
      long before = System.nanoTime();
      while (!sweeping.isDone() && System.nanoTime() - before < Duration.ofSeconds(15).toNanos()) {
        with += node.appendFor(SLICE);
        slices++;
      }
      sweeping.join();
      swept += (System.nanoTime() - before) / 1e9;
    } while (removed.get() < expired && slices < MOST_SLICES);
    return report(without / alone / SLICE.toSeconds(), with / slices / SLICE.toSeconds(), swept);
  }

  private List<String> report(double alone, double beside, double swept) {
    long[] sorted = transactions.stream().mapToLong(Long::longValue).sorted().toArray();
    return List.of(
        "stored a second without the sweep: %.0f".formatted(alone),
        "stored a second beside the sweep: %.0f (%+.1f %%)"
            .formatted(beside, 100 * (beside / alone - 1)),
        "removed: %d in %.0f s, %.0f a second"
            .formatted(removed.get(), swept, removed.get() / swept),
        "its transactions: %d, median %.1f ms, 99 %% %.1f ms, longest %.1f ms"
            .formatted(
                sorted.length,
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                sorted[sorted.length - 1] / 1e6));
  }

  /** The store, each removal of which is timed from before its transaction to after its commit. */
  private MessageStore watched(MessageStore real) {
    return (MessageStore)
        Proxy.newProxyInstance(
            MessageStore.class.getClassLoader(),
            new Class<?>[] {MessageStore.class},
            (proxy, method, arguments) -> {
              long before = System.nanoTime();
              try {
                Object result = method.invoke(real, arguments);
                if (method.getName().equals("deleteExpired")) {
                  transactions.add(System.nanoTime() - before);
                  removed.addAndGet((Integer) result);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
