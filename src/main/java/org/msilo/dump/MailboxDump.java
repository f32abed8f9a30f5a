package org.msilo.dump;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.msilo.location.BindingStore;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;
import org.msilo.store.MessageStore;
import org.msilo.store.Release;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers mailboxes when there is reason to: a REGISTER, a message, a moment that has come. A
 * mailbox has one message out at a time (RFC 3428 8) and needs no thread of its own. Thread-safe;
 * never waits.
 */
public final class MailboxDump {
  private static final Logger LOG = LoggerFactory.getLogger(MailboxDump.class);

  private final MessageStore store;
  private final BindingStore bindings;
  private final RetryPause pause;
  private final DeliveryRule rule;
  private final Clock clock;
  private final Arrivals arrivals;
  private final Rounds rounds;

  /**
   * @param onRefusal told of each message that will never be delivered
   * @param settings when a message is done, when one that failed is tried again, and on which
   *     threads
   */
  public MailboxDump(
      MessageStore store,
      BindingStore bindings,
      MessageSender sender,
      RefusalListener onRefusal,
      DumpSettings settings,
      Clock clock,
      Arrivals arrivals) {
    this.store = store;
    this.bindings = bindings;
    this.pause = settings.pause();
    this.rule = settings.rule(store, clock);
    this.clock = clock;
    this.arrivals = arrivals;
    this.rounds =
        new Rounds(store, bindings, sender, onRefusal, pause, rule, settings.steps(), clock);
  }

  /**
   * Remembers what has to be remembered of bindings that were just added or refreshed: to be waited
   * for before anybody hears that they were, or mail that comes next would not reckon with them.
   */
  public CompletableFuture<Void> remember(AddressOfRecord aor, List<Binding> renewed) {
    List<Binding> takers = takersOf(renewed);
    return takers.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : rule.registered(aor, takers);
  }

  /** These bindings were just added or refreshed, and that is committed: their mail goes out. */
  public void registered(AddressOfRecord aor, List<Binding> renewed) {
    List<Binding> takers = takersOf(renewed);
    if (!takers.isEmpty()) {
      arrivals.registered(aor);
      rounds.start(aor, takers, true);
    }
  }

  /** A message was committed while its mailbox may have a binding to go to. */
  public void mailArrived(AddressOfRecord mailbox) {
    if (!rounds.lookAgain(mailbox) || rule.concernsAllBindings()) {
      lookUp(mailbox);
    }
  }

  /** Tries a mailbox whose time has come, if it has a binding. */
  public void attempt(AddressOfRecord mailbox) {
    if (!rounds.isRunning(mailbox)) {
      lookUp(mailbox);
    }
  }

  private void lookUp(AddressOfRecord mailbox) {
    bindings
        .bindingsOf(mailbox)
        .thenAccept(found -> attempt(mailbox, found))
        .exceptionally(e -> complain("cannot look up the bindings of " + mailbox, e));
  }

  private void attempt(AddressOfRecord mailbox, List<Binding> found) {
    List<Binding> takers = takersOf(found);
    if (!takers.isEmpty()) {
      rounds.start(mailbox, takers, false);
    } else if (!rounds.isRunning(mailbox)) {
      // Nobody to try: its next REGISTER starts a dump, until then there is nothing to remember.
      store
          .release(new Release(mailbox, Optional.empty(), 0, 0))
          .exceptionally(e -> complain("cannot release the mailbox of " + mailbox, e));
    }
  }

  private List<Binding> takersOf(List<Binding> found) {
    Instant now = clock.instant();
    return found.stream().filter(b -> b.takesMailAt(now)).toList();
  }

  /** A relayed message had to be stored: its mailbox is tried again after a pause. */
  public void postpone(AddressOfRecord mailbox) {
    Instant at = clock.instant().plus(pause.after(1, Optional.empty()));
    store
        .postpone(mailbox, at)
        .exceptionally(e -> complain("cannot note the next attempt for " + mailbox, e));
  }

  /**
   * From now on nothing more is sent: each round ends when its message that is out has its answer,
   * so that none of them has to be repeated after the next start.
   */
  public void stop() {
    rounds.stop();
  }

  /** Whether this mailbox is being delivered by this node now. */
  public boolean isRunning(AddressOfRecord mailbox) {
    return rounds.isRunning(mailbox);
  }

  /** How many mailboxes are being delivered by this node. */
  public int running() {
    return rounds.running();
  }

  /** Whether no mailbox is being delivered by this node. */
  public boolean isIdle() {
    return rounds.isIdle();
  }

  /** The final response to the message that is out, or the lack of one. */
  public void concluded(AddressOfRecord mailbox, MessageId id, DeliveryResult result) {
    rounds.concluded(mailbox, id, Optional.empty(), result);
  }

  /**
   * The final response to a message that was sent.
   *
   * @param device which device it was sent to, if that is known
   */
  public void concluded(
      AddressOfRecord mailbox, MessageId id, Optional<DeviceId> device, DeliveryResult result) {
    rounds.concluded(mailbox, id, device, result);
  }

  /** What the clock has to see to: answers that never came, settlements the database refused. */
  public void tidyUp() {
    rounds.tidyUp();
  }

  private static <T> T complain(String what, Throwable cause) {
    LOG.warn("{}: {}", what, cause.getMessage());
    return null;
  }
}
