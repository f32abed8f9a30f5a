package org.msilo.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;
import org.msilo.store.Claim;
import org.msilo.store.DeviceMailboxes;
import org.msilo.store.DeviceSettlement;
import org.msilo.store.DeviceSettlement.Ending;
import org.msilo.testing.InMemoryMessageStore.Kept;
import org.msilo.testing.InMemoryMessageStore.Shelf;
import org.msilo.testing.InMemoryMessageStore.Turn;

/** The mailboxes in memory by devices; every future it returns is complete. Thread-safe. */
final class InMemoryDeviceMailboxes implements DeviceMailboxes {
  private final Clock clock;
  private final String owner;
  private final Shelf shelf;
  private final Duration horizon;

  InMemoryDeviceMailboxes(Clock clock, String owner, Shelf shelf, Duration horizon) {
    this.clock = clock;
    this.owner = owner;
    this.shelf = shelf;
    this.horizon = horizon;
  }

  @Override
  public CompletableFuture<Boolean> hasSeveralDevices(AddressOfRecord mailbox) {
    synchronized (shelf) {
      return done(counted(mailbox).size() > 1);
    }
  }

  @Override
  public CompletableFuture<Void> seen(AddressOfRecord mailbox, List<DeviceId> devices) {
    synchronized (shelf) {
      devices.forEach(device -> of(mailbox).put(device, Device.seen(clock.instant())));
      return done(null);
    }
  }

  @Override
  public CompletableFuture<Claim> claim(AddressOfRecord mailbox, List<DeviceId> online) {
    synchronized (shelf) {
      online.forEach(d -> of(mailbox).putIfAbsent(d, Device.seen(clock.instant())));
      Optional<Turn> turn = Optional.ofNullable(shelf.turns.get(mailbox));
      boolean taken =
          turn.filter(t -> t.isClaimedAt(clock.instant()) && !t.isOwnedBy(owner)).isPresent();
      return done(taken ? Claim.busy() : next(mailbox, online));
    }
  }

  @Override
  public CompletableFuture<Claim> settle(DeviceSettlement settlement) {
    synchronized (shelf) {
      AddressOfRecord mailbox = settlement.mailbox();
      boolean refused = apply(settlement);
      Turn turn = shelf.turns.get(mailbox);
      boolean ours = turn != null && turn.isOwnedBy(owner);
      Claim next = ours ? next(mailbox, settlement.online()) : Claim.busy();
      return done(refused ? next.afterRefusal() : next);
    }
  }

  @Override
  public CompletableFuture<Void> taken(
      AddressOfRecord mailbox, MessageId message, DeviceId device) {
    synchronized (shelf) {
      mark(mailbox, message, device, true, Set.of());
      return done(null);
    }
  }

  @Override
  public int forget(Instant now, int limit) {
    synchronized (shelf) {
      List<Map.Entry<AddressOfRecord, DeviceId>> old =
          shelf.devices.entrySet().stream()
              .flatMap(
                  known ->
                      known.getValue().entrySet().stream()
                          .filter(d -> !d.getValue().lastSeenAt().isAfter(now.minus(horizon)))
                          .map(d -> Map.entry(known.getKey(), d.getKey())))
              .limit(limit)
              .toList();
      old.forEach(device -> of(device.getKey()).remove(device.getValue()));
      return old.size();
    }
  }

  /** Returns whether the message is refused by all who count now. */
  private boolean apply(DeviceSettlement settlement) {
    AddressOfRecord mailbox = settlement.mailbox();
    DeviceId device = settlement.device();
    Ending ending = settlement.ending();
    MessageId message = settlement.attempt().message();
    if (ending == Ending.FAILED) {
      Instant seenAt = of(mailbox).get(device).lastSeenAt();
      of(mailbox).put(device, new Device(seenAt, settlement.failedRounds(), settlement.retryAt()));
      return false;
    }
    of(mailbox).computeIfPresent(device, (d, known) -> Device.seen(known.lastSeenAt()));
    if (ending == Ending.DECLINED) {
      shelf.messages.remove(message.value());
      return false;
    }
    boolean taken = ending == Ending.TAKEN;
    return mark(mailbox, message, device, taken, new HashSet<>(settlement.online()));
  }

  private boolean mark(
      AddressOfRecord mailbox, MessageId id, DeviceId device, boolean taken, Set<DeviceId> online) {
    Kept kept = shelf.messages.get(id.value());
    if (kept == null || kept.refused()) {
      return false;
    }
    kept.done().putIfAbsent(device, taken);
    Set<DeviceId> left = counted(mailbox);
    left.addAll(online);
    left.removeAll(kept.done().keySet());
    if (!left.isEmpty()) {
      return false;
    }
    if (kept.isTakenByAny()) {
      shelf.messages.remove(id.value());
      return false;
    }
    shelf.messages.put(id.value(), kept.refuse());
    return true;
  }

  private Claim next(AddressOfRecord mailbox, List<DeviceId> online) {
    Instant now = clock.instant();
    List<DeviceId> free = online.stream().filter(d -> !of(mailbox).get(d).isSparedAt(now)).toList();
    Optional<Kept> first =
        shelf.messages.values().stream()
            .filter(kept -> kept.message().mailbox().equals(mailbox) && !kept.refused())
            .filter(kept -> !kept.message().isExpiredAt(now))
            .filter(kept -> !kept.done().keySet().containsAll(free))
            .findFirst();
    if (first.isEmpty()) {
      end(mailbox);
      return Claim.empty();
    }
    shelf.turns.put(mailbox, new Turn(Optional.of(owner), now.plus(InMemoryMessageStore.CLAIM), 0));
    DeviceId device =
        free.stream().filter(d -> !first.get().done().containsKey(d)).findFirst().orElseThrow();
    return new Claim(
        Claim.Status.CLAIMED,
        Optional.of(first.get().message()),
        of(mailbox).get(device).attempts(),
        Optional.of(device),
        false);
  }

  private void end(AddressOfRecord mailbox) {
    Instant now = clock.instant();
    Optional<Instant> retryAt =
        of(mailbox).values().stream()
            .filter(device -> device.isSparedAt(now))
            .map(device -> device.retryAt().orElseThrow())
            .min(Comparator.naturalOrder());
    boolean hasMail =
        shelf.messages.values().stream()
            .anyMatch(kept -> kept.message().mailbox().equals(mailbox) && !kept.refused());
    if (retryAt.isPresent() && hasMail) {
      shelf.turns.put(mailbox, new Turn(Optional.empty(), retryAt.get(), 0));
    } else {
      shelf.turns.remove(mailbox);
    }
  }

  private Set<DeviceId> counted(AddressOfRecord mailbox) {
    Instant since = clock.instant().minus(horizon);
    Set<DeviceId> counted = new HashSet<>();
    of(mailbox)
        .forEach(
            (device, known) -> {
              if (known.lastSeenAt().isAfter(since)) {
                counted.add(device);
              }
            });
    return counted;
  }

  private Map<DeviceId, Device> of(AddressOfRecord mailbox) {
    return shelf.devices.computeIfAbsent(mailbox, aor -> new HashMap<>());
  }

  private static <T> CompletableFuture<T> done(T result) {
    return CompletableFuture.completedFuture(result);
  }

  record Device(Instant lastSeenAt, int attempts, Optional<Instant> retryAt) {
    static Device seen(Instant at) {
      return new Device(at, 0, Optional.empty());
    }

    boolean isSparedAt(Instant moment) {
      return retryAt.filter(moment::isBefore).isPresent();
    }
  }
}
