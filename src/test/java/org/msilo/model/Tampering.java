package org.msilo.model;

import static org.msilo.testing.MessageFixtures.withOrigin;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.MessageOrigin;
import org.msilo.message.OfflineMessage;
import org.msilo.model.Ledger.Promise;
import org.msilo.store.AppendResult;
import org.msilo.store.Claim;
import org.msilo.store.MessageStore;

/** Stores that are wrong on purpose: a check that does not find them finds nothing. */
enum Tampering {
  NONE(null),
  /** Says that a message is kept, and does not keep it. */
  FORGETS(Promise.ACCEPTED_IS_COMMITTED) {
    @Override
    Object call(MessageStore store, Method method, Object[] arguments) throws Throwable {
      return method.getName().equals("append")
          ? CompletableFuture.completedFuture(AppendResult.STORED)
          : super.call(store, method, arguments);
    }
  },
  /** Takes a message for another one when it comes again. */
  KEEPS_COPIES(Promise.SAME_IS_ONE) {
    @Override
    Object call(MessageStore store, Method method, Object[] arguments) throws Throwable {
      return method.getName().equals("append")
          ? store.append(alone((OfflineMessage) arguments[0]))
          : super.call(store, method, arguments);
    }
  },
  /** Removes a message when it is sent, not when it was taken. */
  REMOVES_TOO_SOON(Promise.KEPT) {
    @Override
    Object call(MessageStore store, Method method, Object[] arguments) throws Throwable {
      return method.getName().equals("claim")
          ? store
              .claim((AddressOfRecord) arguments[0], (boolean) arguments[1])
              .thenCompose(claim -> withoutFirst(store, claim))
          : super.call(store, method, arguments);
    }
  };

  private final Promise broken;

  Tampering(Promise broken) {
    this.broken = broken;
  }

  /** The promise that it breaks. */
  Promise broken() {
    return broken;
  }

  MessageStore with(MessageStore store) {
    return (MessageStore)
        Proxy.newProxyInstance(
            Tampering.class.getClassLoader(),
            new Class<?>[] {MessageStore.class},
            (proxy, method, arguments) -> call(store, method, arguments));
  }

  Object call(MessageStore store, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static OfflineMessage alone(OfflineMessage message) {
    return withOrigin(message, new MessageOrigin(message.id().toString(), 1, ""));
  }

  private static CompletableFuture<Claim> withoutFirst(MessageStore store, Claim claim) {
    return claim
        .first()
        .map(first -> store.remove(first.mailbox(), first.id()).thenApply(done -> claim))
        .orElseGet(() -> CompletableFuture.completedFuture(claim));
  }
}
