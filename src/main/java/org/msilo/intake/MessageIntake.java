package org.msilo.intake;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.msilo.limit.Limit;
import org.msilo.limit.LimitCounts;
import org.msilo.message.Header;
import org.msilo.message.OfflineMessage;
import org.msilo.store.AppendResult;
import org.msilo.store.MessageStore;

/** Judges one message and keeps it; never waits. Thread-safe. */
public final class MessageIntake {
  private static final String IS_COMPOSING = "application/im-iscomposing+xml";

  private final MessageStore store;
  private final StoragePolicy policy;
  private final LimitCounts counts;

  public MessageIntake(MessageStore store, StoragePolicy policy) {
    this(store, policy, new LimitCounts());
  }

  /**
   * @param counts where messages with too much of a header are counted
   */
  public MessageIntake(MessageStore store, StoragePolicy policy, LimitCounts counts) {
    this.store = store;
    this.policy = policy;
    this.counts = counts;
  }

  /**
   * Whether the message would be kept at all; what would not need not wait behind other mail.
   *
   * @return {@link IntakeDecision#KEPT} when {@link #keep} would try
   */
  public IntakeDecision judge(OfflineMessage message) {
    if (message.isExpiredAt(message.receivedAt())
        || message.body().mediaType().equals(IS_COMPOSING)
        || isRegistrars(message)) {
      return IntakeDecision.NOT_WORTH_KEEPING;
    }
    return headerCharacters(message) > StoragePolicy.MAX_HEADER_CHARACTERS
        ? IntakeDecision.TOO_LARGE
        : IntakeDecision.KEPT;
  }

  /**
   * Keeps the message if it is worth it; the future completes when it is on disk, or fails with
   * {@link org.msilo.store.MessageStoreException}.
   */
  public CompletableFuture<IntakeDecision> keep(OfflineMessage message) {
    IntakeDecision decision = judge(message);
    if (decision == IntakeDecision.TOO_LARGE) {
      counts.hit(Limit.KEPT_HEADERS);
    }
    return decision == IntakeDecision.KEPT
        ? store.append(message).thenApply(MessageIntake::decisionOf)
        : CompletableFuture.completedFuture(decision);
  }

  private static IntakeDecision decisionOf(AppendResult result) {
    return switch (result) {
      case STORED -> IntakeDecision.KEPT;
      case DUPLICATE -> IntakeDecision.KEPT_BEFORE;
      case MAILBOX_FULL -> IntakeDecision.MAILBOX_FULL;
    };
  }

  private boolean isRegistrars(OfflineMessage message) {
    return policy
        .registrar()
        .filter(r -> r.equals(message.mailbox()) || Optional.of(r).equals(message.sender()))
        .isPresent();
  }

  private static int headerCharacters(OfflineMessage message) {
    return message.headers().stream().mapToInt(Header::length).sum()
        + message.from().length()
        + message.to().length()
        + message.requestUri().length()
        + message.origin().callId().length()
        + message.body().contentType().map(String::length).orElse(0);
  }
}
