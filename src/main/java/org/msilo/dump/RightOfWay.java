package org.msilo.dump;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Mail goes out on threads of its own, and gives way to requests: while these wait longer for their
 * answers than they need to, each delivery waits for a moment first. Somebody waits for an answer
 * and sends copies if it is late; mail has waited for hours. Thread-safe.
 */
public final class RightOfWay implements Executor {
  /** Several times what a delivery costs; 250 of them a second are left to each thread. */
  static final Duration MOMENT = Duration.ofMillis(4);

  private final Executor threads;
  private final BooleanSupplier requestsAreLate;
  private final LongConsumer sleep;

  /**
   * @param threads where mail goes out
   * @param requestsAreLate whether requests wait longer than they need to
   */
  public RightOfWay(Executor threads, BooleanSupplier requestsAreLate) {
    this(threads, requestsAreLate, LockSupport::parkNanos);
  }

  /** With something that lets so many nanoseconds pass. */
  RightOfWay(Executor threads, BooleanSupplier requestsAreLate, LongConsumer sleep) {
    this.threads = threads;
    this.requestsAreLate = requestsAreLate;
    this.sleep = sleep;
  }

  /** Does the next step of a delivery as soon as a thread is free and requests have been served. */
  @Override
  public void execute(Runnable step) {
    threads.execute(
        () -> {
          if (requestsAreLate.getAsBoolean()) {
            sleep.accept(MOMENT.toNanos());
          }
          step.run();
        });
  }
}
