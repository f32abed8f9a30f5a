package org.msilo.dump;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.store.Attempt;
import org.msilo.store.Claim;
import org.msilo.store.DeviceMailboxes;
import org.msilo.store.DeviceSettlement;
import org.msilo.store.DeviceSettlement.Ending;

/** A message is done when each device has its own copy ({@code delivery=every}). Thread-safe. */
final class EveryDevice implements DeliveryRule {
  private final DeviceMailboxes devices;
  private final RetryPause pause;
  private final Clock clock;

  EveryDevice(DeviceMailboxes devices, RetryPause pause, Clock clock) {
    this.devices = devices;
    this.pause = pause;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Void> registered(AddressOfRecord aor, List<Binding> bindings) {
    return devices.seen(aor, bindings.stream().map(DeviceId::of).distinct().toList());
  }

  @Override
  public boolean concernsAllBindings() {
    return true;
  }

  @Override
  public CompletableFuture<Claim> claim(Round round) {
    return devices.claim(round.mailbox(), round.online(clock.instant()));
  }

  @Override
  public Supplier<CompletableFuture<Claim>> settlement(
      Round round, OfflineMessage message, DeliveryResult result) {
    DeviceId device = round.device().orElseThrow();
    Attempt attempt = round.attempt(message.id(), result.answer());
    Ending ending = endingOf(result.outcome());
    return () ->
        devices.settle(
            new DeviceSettlement(
                round.mailbox(),
                device,
                ending,
                attempt,
                0,
                Optional.empty(),
                round.online(clock.instant())));
  }

  private static Ending endingOf(DeliveryResult.Outcome outcome) {
    return switch (outcome) {
      case DELIVERED -> Ending.TAKEN;
      case REFUSED_BY_USER -> Ending.DECLINED;
      case MESSAGE_REFUSED -> Ending.REFUSED;
      case BINDING_CLOSED, TRY_LATER -> Ending.FAILED;
    };
  }

  /** This device has to wait, the others do not. */
  @Override
  public CompletableFuture<Claim> giveUp(Round round) {
    Instant now = clock.instant();
    Optional<Attempt> tried = round.tried();
    if (tried.isEmpty()) {
      return claim(round);
    }
    DeviceSettlement failed =
        new DeviceSettlement(
            round.mailbox(),
            round.device().orElseThrow(),
            Ending.FAILED,
            tried.get(),
            round.failedRounds(),
            round.nextAttemptAt(now, pause),
            round.online(now));
    round.forgetFailures();
    return devices.settle(failed);
  }

  @Override
  public CompletableFuture<Void> takenLate(
      AddressOfRecord mailbox, MessageId message, Optional<DeviceId> device) {
    return device
        .map(id -> devices.taken(mailbox, message, id))
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }
}
