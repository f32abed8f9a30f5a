package org.msilo.dump;

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

/** When a message is done, and which phone is next: the setting {@code delivery}. Thread-safe. */
interface DeliveryRule {

  /** Remembers what has to be remembered of bindings that just registered. */
  CompletableFuture<Void> registered(AddressOfRecord aor, List<Binding> bindings);

  /** Whether mail that arrives concerns bindings, too, that a running round does not know. */
  boolean concernsAllBindings();

  /** Claims the mailbox of a round, or renews the claim, and reads what is next. */
  CompletableFuture<Claim> claim(Round round);

  /**
   * Settles a message that was taken, declined or refused for good, and reads what is next.
   *
   * @return the work, which may be repeated until it succeeds
   */
  Supplier<CompletableFuture<Claim>> settlement(
      Round round, OfflineMessage message, DeliveryResult result);

  /**
   * No binding is left for the message that is next: it has to wait. Reads what is next, if any.
   */
  CompletableFuture<Claim> giveUp(Round round);

  /** A phone took a message that the round had given up. */
  CompletableFuture<Void> takenLate(
      AddressOfRecord mailbox, MessageId message, Optional<DeviceId> device);
}
