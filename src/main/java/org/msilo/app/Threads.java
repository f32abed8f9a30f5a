package org.msilo.app;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** All threads of the application, named for what they do. */
final class Threads implements AutoCloseable {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final int REPLY_THREADS = Math.max(2, PROCESSORS);

  /** Mail goes out with half of the processors at most, for it can wait. */
  private static final int DELIVERY_THREADS = Math.max(1, PROCESSORS / 2);

  private final ExecutorService loops = Executors.newCachedThreadPool(named("msilo-store"));
  private final ExecutorService replies =
      Executors.newFixedThreadPool(REPLY_THREADS, named("msilo-reply"));
  private final ExecutorService deliveries =
      Executors.newFixedThreadPool(DELIVERY_THREADS, named("msilo-delivery"));
  private final ScheduledExecutorService timer = withoutDelayedTasks(named("msilo-timer"));
  private final ScheduledExecutorService maintenance =
      withoutDelayedTasks(named("msilo-maintenance"));
  private final ScheduledExecutorService heart = withoutDelayedTasks(named("msilo-heart"));

  /** One thread for each group commit, which never ends by itself. */
  ExecutorService loops() {
    return loops;
  }

  ExecutorService replies() {
    return replies;
  }

  /** Where mail goes out: an answer must not stand behind hundreds of deliveries. */
  ExecutorService deliveries() {
    return deliveries;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  ScheduledExecutorService maintenance() {
    return maintenance;
  }

  /** Where this node shows the others that it lives. */
  ScheduledExecutorService heart() {
    return heart;
  }

  void stopMaintenance() {
    stop(maintenance);
  }

  @Override
  public void close() {
    stop(maintenance);
    stop(timer);
    stop(heart);
    stop(loops);
    stop(replies);
    stop(deliveries);
  }

  private static void stop(ExecutorService executor) {
    // Never by interrupts: one that meets H2 in a write closes its file.
    executor.shutdown();
    try {
      executor.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ScheduledExecutorService withoutDelayedTasks(ThreadFactory threads) {
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, threads);
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return executor;
  }

  private static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> new Thread(task, name + "-" + number.incrementAndGet());
  }
}
