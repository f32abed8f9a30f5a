package org.msilo.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.msilo.metrics.Meters;

/**
 * Gathers work of one kind from many threads, does what has gathered in one transaction, and
 * completes each caller's future after the commit. Nobody who submits ever waits: beyond the bound
 * the future fails at once. Thread-safe; the work runs on one thread, the callers' continuations on
 * the executor for replies.
 *
 * @param <W> one piece of work
 * @param <R> its result
 */
public final class GroupCommit<W, R> implements AutoCloseable {
  /** Ends the gathering when it is taken from the queue: an interrupt would close H2's file. */
  private final Pending<W, R> end = new Pending<>(null, 0, new CompletableFuture<>());

  /** A group of so many pieces says that more will come at once. */
  private static final int BUSY = 8;

  /** How long such a group is followed by more before they are done: they share what it costs. */
  private static final Duration LINGER = Duration.ofMillis(3);

  private final String name;
  private final Function<List<W>, List<R>> transaction;
  private final BlockingQueue<Pending<W, R>> queue;
  private final int capacity;
  private final int largestGroup;
  private final Executor replies;
  private final LongConsumer sizes;
  private final LongConsumer waits;
  private final LongConsumer commitTimes;
  private final Runnable overflows;
  private final LongSupplier nanos;
  private final AtomicInteger unfinished = new AtomicInteger();

  /** When the piece that was answered last had been submitted, by {@link System#nanoTime()}. */
  private final AtomicLong progress = new AtomicLong();

  private final ShortestTime answerTime;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * @param name what is gathered, for messages to people
   * @param transaction does a group in one transaction; one result for each piece, in order; throws
   *     {@link RejectedRowException} when one piece is at fault, anything else when none can be
   *     done
   * @param capacity how many pieces may be unanswered: queued, in the transaction, or done and
   *     waiting for a thread of {@code replies}, whose queue needs no bound of its own then
   * @param largestGroup how many pieces go into one transaction at most
   * @param loop runs the gathering, on a thread of its own until {@link #close()}
   * @param replies where the futures are completed
   */
  public GroupCommit(
      String name,
      Function<List<W>, List<R>> transaction,
      int capacity,
      int largestGroup,
      Executor loop,
      Executor replies) {
    this(name, transaction, capacity, largestGroup, loop, replies, Meters.none());
  }

  /** As the other one, and is measured. */
  public GroupCommit(
      String name,
      Function<List<W>, List<R>> transaction,
      int capacity,
      int largestGroup,
      Executor loop,
      Executor replies,
      Meters meters) {
    this(name, transaction, capacity, largestGroup, loop, replies, meters, System::nanoTime);
  }

  /** With a clock of its own. */
  GroupCommit(
      String name,
      Function<List<W>, List<R>> transaction,
      int capacity,
      int largestGroup,
      Executor loop,
      Executor replies,
      Meters meters,
      LongSupplier nanos) {
    this.name = name;
    this.transaction = transaction;
    this.capacity = capacity;
    this.queue = new ArrayBlockingQueue<>(capacity + 1); // The end of it always fits.
    this.largestGroup = largestGroup;
    this.replies = replies;
    this.nanos = nanos;
    this.answerTime = new ShortestTime(nanos.getAsLong());
    meters.gauge("queue.depth", "pieces", queue::size, "queue", name);
    this.sizes = meters.sizes("group.size", "queue", name);
    this.waits = meters.timing("queue.wait", "queue", name);
    this.commitTimes = meters.timing("commit.time", "queue", name);
    this.overflows = meters.count("queue.overflow", "queue", name);
    loop.execute(this::runUntilClosed);
  }

  /**
   * Adds one piece of work; the future fails with {@link MessageStoreException} when it is not
   * done.
   */
  public CompletableFuture<R> submit(W work) {
    Pending<W, R> pending = new Pending<>(work, nanos.getAsLong(), new CompletableFuture<>());
    int before = unfinished.getAndIncrement();
    if (before == 0) {
      progress.set(pending.submittedAt);
    }
    if (before >= capacity || closed.get() || !queue.offer(pending)) {
      unfinished.decrementAndGet();
      overflows.run();
      return CompletableFuture.failedFuture(
          closed.get() ? isClosed() : failure("too much waits for the database"));
    }
    if (ended.get() && queue.remove(pending)) {
      // It slipped in behind the end, where nobody would find it.
      fail(List.of(pending), isClosed());
    }
    return pending.result;
  }

  /**
   * Whether work comes faster than it is done and answered: there is more of it than a group takes,
   * and what was answered last had been submitted longer ago than this.
   */
  public boolean isBehind(Duration wait) {
    return unfinished.get() > largestGroup && nanos.getAsLong() - progress.get() > wait.toNanos();
  }

  /**
   * Whether something waits for its answer longer than it need: this much longer than twice the
   * shortest time that an answer took lately.
   */
  public boolean isLate(Duration beyond) {
    if (unfinished.get() == 0) {
      return false;
    }
    long now = nanos.getAsLong();
    return now - progress.get() > 2 * answerTime.nanos(now) + beyond.toNanos();
  }

  /** Whether all that was submitted has been done and answered. */
  public boolean isIdle() {
    return unfinished.get() == 0;
  }

  /** Takes no more work, and finishes what it has in the background. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        queue.put(end);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void runUntilClosed() {
    List<Pending<W, R>> group = new ArrayList<>(largestGroup);
    boolean busy = false;
    try {
      while (!ended.get()) {
        group.add(queue.take());
        if (busy && group.get(0) != end) {
          TimeUnit.NANOSECONDS.sleep(LINGER.toNanos());
        }
        queue.drainTo(group, largestGroup - 1);
        ended.set(group.remove(end));
        busy = group.size() >= BUSY;
        if (!group.isEmpty()) {
          measure(group);
          commit(List.copyOf(group));
        }
        group.clear();
      }
    } catch (InterruptedException e) {
      ended.set(true);
    }
    queue.drainTo(group);
    fail(group, isClosed());
  }

  /** Once for a group: the one that has waited longest speaks for the others. */
  private void measure(List<Pending<W, R>> group) {
    sizes.accept(group.size());
    waits.accept(nanos.getAsLong() - group.get(0).submittedAt);
  }

  private void commit(List<Pending<W, R>> group) {
    long begin = nanos.getAsLong();
    try {
      List<R> results = transaction.apply(group.stream().map(Pending::work).toList());
      commitTimes.accept(nanos.getAsLong() - begin);
      reply(() -> complete(group, results));
    } catch (RejectedRowException e) {
      isolate(group, e);
    } catch (RuntimeException | Error e) {
      // An error, too: whoever waits must hear of it, and those after it are to be served.
      fail(group, e);
    }
  }

  private void reply(Runnable answers) {
    try {
      replies.execute(answers);
    } catch (RejectedExecutionException e) {
      answers.run();
    }
  }

  private MessageStoreException isClosed() {
    return failure("the store is closed");
  }

  private MessageStoreException failure(String why) {
    return new MessageStoreException(why + " (" + name + ")");
  }

  /** One bad piece must not fail its neighbours: halves are tried until it stands alone. */
  private void isolate(List<Pending<W, R>> group, RejectedRowException cause) {
    if (group.size() == 1) {
      fail(group, cause);
      return;
    }
    commit(group.subList(0, group.size() / 2));
    commit(group.subList(group.size() / 2, group.size()));
  }

  private void complete(List<Pending<W, R>> group, List<R> results) {
    for (int i = 0; i < group.size(); i++) {
      group.get(i).result.complete(results.get(i));
      progress.set(group.get(i).submittedAt);
      unfinished.decrementAndGet();
    }
    long now = nanos.getAsLong();
    answerTime.took(now - group.get(group.size() - 1).submittedAt, now);
  }

  private void fail(List<Pending<W, R>> group, Throwable cause) {
    List<Pending<W, R>> failed = List.copyOf(group);
    reply(
        () ->
            failed.forEach(
                pending -> {
                  pending.result.completeExceptionally(cause);
                  unfinished.decrementAndGet();
                }));
  }

  private record Pending<W, R>(W work, long submittedAt, CompletableFuture<R> result) {}
}
