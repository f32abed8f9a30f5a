package org.msilo.dump;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.store.Claim;
import org.msilo.store.MessageStore;
import org.msilo.store.Settlement;

/** A message is done when one phone took it ({@code delivery=first}). Thread-safe. */
final class FirstTaker implements DeliveryRule {
  private final MessageStore store;
  private final RetryPause pause;
  private final Clock clock;

  FirstTaker(MessageStore store, RetryPause pause, Clock clock) {
    this.store = store;
    this.pause = pause;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Void> registered(AddressOfRecord aor, List<Binding> bindings) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean concernsAllBindings() {
    return false;
  }

  @Override
  public CompletableFuture<Claim> claim(Round round) {
    return store.claim(round.mailbox(), round.isEvenIfPaused());
  }

  @Override
  public Supplier<CompletableFuture<Claim>> settlement(
      Round round, OfflineMessage message, DeliveryResult result) {
    boolean refused = result.outcome() == DeliveryResult.Outcome.MESSAGE_REFUSED;
    Settlement settlement =
        refused
            ? Settlement.refuse(round.mailbox(), round.attempt(message.id(), result.answer()))
            : Settlement.remove(round.mailbox(), message.id());
    return () -> store.settle(settlement).thenApply(next -> claim(next, refused));
  }

  private static Claim claim(Optional<OfflineMessage> next, boolean refused) {
    Claim claim = next.isPresent() ? new Claim(Claim.Status.CLAIMED, next, 0) : Claim.empty();
    return refused ? claim.afterRefusal() : claim;
  }

  @Override
  public CompletableFuture<Claim> giveUp(Round round) {
    return store
        .release(round.release(clock.instant(), pause))
        .thenApply(released -> Claim.empty());
  }

  @Override
  public CompletableFuture<Void> takenLate(
      AddressOfRecord mailbox, MessageId message, Optional<DeviceId> device) {
    return store.remove(mailbox, message);
  }
}
