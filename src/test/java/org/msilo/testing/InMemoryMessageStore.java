package org.msilo.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.store.AppendResult;
import org.msilo.store.Claim;
import org.msilo.store.DeviceMailboxes;
import org.msilo.store.ExpiredMail;
import org.msilo.store.MessageStore;
import org.msilo.store.Release;
import org.msilo.store.Settlement;

/** The mailboxes in memory; every future it returns is complete. Thread-safe. */
public class InMemoryMessageStore implements MessageStore {
  static final Duration CLAIM = Duration.ofSeconds(120);

  private final Clock clock;
  private final String owner;
  private final Shelf shelf;

  public InMemoryMessageStore(Clock clock) {
    this(clock, "this", new Shelf());
  }

  private InMemoryMessageStore(Clock clock, String owner, Shelf shelf) {
    this.clock = clock;
    this.owner = owner;
    this.shelf = shelf;
  }

  /** The same mailboxes as another node sees them. */
  public InMemoryMessageStore of(String otherOwner) {
    return new InMemoryMessageStore(clock, otherOwner, shelf);
  }

  @Override
  public CompletableFuture<AppendResult> append(OfflineMessage message) {
    synchronized (shelf) {
      boolean known =
          shelf.messages.values().stream()
              .map(Kept::message)
              .anyMatch(
                  m ->
                      m.mailbox().equals(message.mailbox()) && m.origin().equals(message.origin()));
      if (!known) {
        shelf.messages.put(message.id().value(), Kept.fresh(message));
      }
      return done(known ? AppendResult.DUPLICATE : AppendResult.STORED);
    }
  }

  @Override
  public CompletableFuture<Boolean> hasMail(AddressOfRecord mailbox) {
    synchronized (shelf) {
      return done(first(mailbox).isPresent());
    }
  }

  @Override
  public CompletableFuture<Void> remove(AddressOfRecord mailbox, MessageId message) {
    synchronized (shelf) {
      shelf.messages.remove(message.value());
      return done(null);
    }
  }

  @Override
  public CompletableFuture<Claim> claim(AddressOfRecord mailbox, boolean evenIfPaused) {
    synchronized (shelf) {
      Optional<OfflineMessage> first = first(mailbox);
      if (first.isEmpty()) {
        end(mailbox);
        return done(Claim.empty());
      }
      Turn turn = shelf.turns.get(mailbox);
      Instant now = clock.instant();
      boolean taken = turn != null && turn.isClaimedAt(now) && !turn.isOwnedBy(owner);
      boolean paused = turn != null && turn.isPausedAt(now) && !evenIfPaused;
      if (taken || paused) {
        return done(Claim.busy());
      }
      int attempts = turn == null ? 0 : turn.attempts();
      shelf.turns.put(mailbox, new Turn(Optional.of(owner), now.plus(CLAIM), attempts));
      return done(new Claim(Claim.Status.CLAIMED, first, attempts));
    }
  }

  @Override
  public CompletableFuture<Optional<OfflineMessage>> settle(Settlement settlement) {
    synchronized (shelf) {
      long id = settlement.message().value();
      if (settlement.refusal().isPresent()) {
        shelf.messages.computeIfPresent(id, (key, kept) -> kept.refuse());
      } else {
        shelf.messages.remove(id);
      }
      AddressOfRecord mailbox = settlement.mailbox();
      if (!isOurs(mailbox)) {
        return done(Optional.empty());
      }
      Optional<OfflineMessage> next = first(mailbox);
      if (next.isPresent()) {
        shelf.turns.put(mailbox, new Turn(Optional.of(owner), clock.instant().plus(CLAIM), 0));
      } else {
        shelf.turns.remove(mailbox);
      }
      return done(next);
    }
  }

  @Override
  public CompletableFuture<Void> release(Release release) {
    synchronized (shelf) {
      AddressOfRecord mailbox = release.mailbox();
      if (release.nextAttemptAt().isEmpty()) {
        end(mailbox);
      } else if (isOurs(mailbox)) {
        shelf.turns.put(
            mailbox, new Turn(Optional.empty(), release.nextAttemptAt().get(), release.attempts()));
      }
      return done(null);
    }
  }

  @Override
  public CompletableFuture<Void> postpone(AddressOfRecord mailbox, Instant nextAttemptAt) {
    synchronized (shelf) {
      shelf.turns.putIfAbsent(mailbox, new Turn(Optional.empty(), nextAttemptAt, 0));
      return done(null);
    }
  }

  @Override
  public List<AddressOfRecord> dueMailboxes(Instant now, int limit) {
    synchronized (shelf) {
      return shelf.turns.entrySet().stream()
          .filter(entry -> !entry.getValue().dueAt().isAfter(now))
          .sorted(Map.Entry.comparingByValue(Comparator.comparing(Turn::dueAt)))
          .limit(limit)
          .map(Map.Entry::getKey)
          .toList();
    }
  }

  @Override
  public int deleteExpired(Instant now, int limit) {
    synchronized (shelf) {
      List<OfflineMessage> expired =
          shelf.messages.values().stream()
              .map(Kept::message)
              .filter(message -> message.isExpiredAt(now))
              .limit(limit)
              .toList();
      expired.forEach(message -> shelf.messages.remove(message.id().value()));
      return expired.size();
    }
  }

  private Optional<OfflineMessage> first(AddressOfRecord mailbox) {
    return shelf.messages.values().stream()
        .filter(kept -> !kept.refused())
        .map(Kept::message)
        .filter(m -> m.mailbox().equals(mailbox) && !m.isExpiredAt(clock.instant()))
        .findFirst();
  }

  private boolean isOurs(AddressOfRecord mailbox) {
    return shelf.turns.containsKey(mailbox) && shelf.turns.get(mailbox).isOwnedBy(owner);
  }

  /** Forgets a mailbox that is ours, or that nobody has claimed. */
  private void end(AddressOfRecord mailbox) {
    shelf.turns.computeIfPresent(
        mailbox,
        (key, turn) -> turn.isOwnedBy(owner) || !turn.isClaimedAt(clock.instant()) ? null : turn);
  }

  @Override
  public ExpiredMail takeExpired(Instant now, int limit) {
    synchronized (shelf) {
      List<Kept> expired =
          shelf.messages.values().stream()
              .filter(kept -> kept.message().isExpiredAt(now))
              .limit(limit)
              .toList();
      expired.forEach(kept -> shelf.messages.remove(kept.message().id().value()));
      return new ExpiredMail(
          expired.size(),
          expired.stream()
              .filter(kept -> !kept.refused() && !kept.isTakenByAny())
              .map(Kept::message)
              .toList());
    }
  }

  /** The same mailboxes, each message of which goes to each device. */
  public DeviceMailboxes byDevices(Duration horizon) {
    return new InMemoryDeviceMailboxes(clock, owner, shelf, horizon);
  }

  private static <T> CompletableFuture<T> done(T result) {
    return CompletableFuture.completedFuture(result);
  }

  /** What several nodes share; guarded by itself. */
  static final class Shelf {
    final NavigableMap<Long, Kept> messages = new TreeMap<>();
    final Map<AddressOfRecord, Turn> turns = new HashMap<>();
    final Map<AddressOfRecord, Map<DeviceId, InMemoryDeviceMailboxes.Device>> devices =
        new HashMap<>();
  }

  record Kept(OfflineMessage message, boolean refused, Map<DeviceId, Boolean> done) {
    static Kept fresh(OfflineMessage message) {
      return new Kept(message, false, new HashMap<>());
    }

    Kept refuse() {
      return new Kept(message, true, done);
    }

    boolean isTakenByAny() {
      return done.containsValue(true);
    }
  }

  record Turn(Optional<String> owner, Instant dueAt, int attempts) {
    boolean isOwnedBy(String candidate) {
      return owner.filter(candidate::equals).isPresent();
    }

    boolean isClaimedAt(Instant moment) {
      return owner.isPresent() && moment.isBefore(dueAt);
    }

    boolean isPausedAt(Instant moment) {
      return owner.isEmpty() && moment.isBefore(dueAt);
    }
  }
}
