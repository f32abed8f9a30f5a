package org.msilo.model;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Does by hand what the store's and the reply threads do by themselves: a transaction for those who
 * wait for one, then, one by one and in any order, what follows it. Whoever turns it decides on the
 * order, so a run can be repeated, and stopped at any point. For one thread.
 */
final class Crank {
  private static final int SECONDS_FOR_A_TRANSACTION = 60;

  /** Methods that share a group commit: their work keeps the order in which it came. */
  private static final Map<String, String> QUEUES =
      Map.of(
          "append", "messages",
          "hasMail", "mail look-ups",
          "bindingsOf", "binding look-ups",
          "register", "registrations",
          "mirror", "registrations",
          "closeToMail", "closings");

  private static final String OTHERS = "deliveries";

  private final FaultyDatabase database;
  private final Map<String, Deque<Piece>> waiting = new TreeMap<>();
  private final List<Runnable> replies = new ArrayList<>();

  Crank(FaultyDatabase database) {
    this.database = database;
  }

  /** The store, with this crank between it and its callers for all that returns a future. */
  <T> T before(Class<T> port, T store) {
    return port.cast(
        Proxy.newProxyInstance(
            Crank.class.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) ->
                method.getReturnType() == CompletableFuture.class
                    ? submit(new Piece(store, method, arguments, new CompletableFuture<>()))
                    : call(store, method, arguments)));
  }

  boolean isIdle() {
    return waiting.isEmpty() && replies.isEmpty();
  }

  /** The process died: nobody does any of this any more. */
  void drop() {
    waiting.clear();
    replies.clear();
  }

  /**
   * One transaction, or one reply.
   *
   * @param which chooses it
   * @param howMany chooses the size of the group
   */
  void turn(int which, int howMany) {
    if (isIdle()) {
      return;
    }
    int choice = which % (waiting.size() + replies.size());
    if (choice >= waiting.size()) {
      replies.remove(choice - waiting.size()).run();
      return;
    }
    String queue = List.copyOf(waiting.keySet()).get(choice);
    Deque<Piece> pieces = waiting.get(queue);
    List<Piece> group = new ArrayList<>();
    for (int left = 1 + howMany % pieces.size(); left > 0; left--) {
      group.add(pieces.remove());
    }
    if (pieces.isEmpty()) {
      waiting.remove(queue);
    }
    commit(group);
  }

  private CompletableFuture<Object> submit(Piece piece) {
    String queue = QUEUES.getOrDefault(piece.method().getName(), OTHERS);
    waiting.computeIfAbsent(queue, name -> new ArrayDeque<>()).add(piece);
    return piece.answer();
  }

  /** The loop takes the first piece alone, and all that came meanwhile as the next group. */
  private void commit(List<Piece> group) {
    List<CompletableFuture<?>> results = new ArrayList<>();
    if (group.size() > 1) {
      database.hold();
    }
    results.add(call(group.get(0)));
    if (group.size() > 1) {
      database.awaitHeld();
      group.subList(1, group.size()).forEach(piece -> results.add(call(piece)));
      database.goOn();
    }
    for (int i = 0; i < group.size(); i++) {
      replies.add(reply(group.get(i), results.get(i)));
    }
  }

  private static Runnable reply(Piece piece, CompletableFuture<?> result) {
    return result
        .orTimeout(SECONDS_FOR_A_TRANSACTION, TimeUnit.SECONDS)
        .handle(
            (value, failure) ->
                (Runnable)
                    () -> {
                      if (failure == null) {
                        piece.answer().complete(value);
                      } else {
                        piece.answer().completeExceptionally(failure);
                      }
                    })
        .join();
  }

  private static CompletableFuture<?> call(Piece piece) {
    try {
      return (CompletableFuture<?>) call(piece.store(), piece.method(), piece.arguments());
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Object call(Object store, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private record Piece(
      Object store, Method method, Object[] arguments, CompletableFuture<Object> answer) {}
}
