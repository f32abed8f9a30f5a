package org.msilo.model;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.msilo.dump.Arrivals;
import org.msilo.dump.MailboxDump;
import org.msilo.intake.IntakeDecision;
import org.msilo.intake.MessageIntake;
import org.msilo.location.BindingStore;
import org.msilo.location.Registration;
import org.msilo.message.Binding;
import org.msilo.message.OfflineMessage;
import org.msilo.notice.SenderNotice;
import org.msilo.store.MessageStore;

/**
 * What {@code sip.MessageHandler}, {@code sip.MessageRelay} and {@code sip.RegisterHandler} decide,
 * without the container: a relayed MESSAGE has one branch, and {@code fr_timer} is a call. For one
 * thread.
 */
final class Front {
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int UNAVAILABLE = 503;
  private static final int NOT_STORED = 480;

  private final BindingStore bindings;
  private final MessageStore store;
  private final MessageIntake intake;
  private final MailboxDump dump;
  private final Arrivals arrivals;
  private final SenderNotice notices;
  private final BiConsumer<OfflineMessage, Integer> answers;
  private final Consumer<Relayed> relay;

  /**
   * @param answers gets the final response to a caller
   * @param relay sends a MESSAGE on to its recipient's phones
   */
  Front(
      BindingStore bindings,
      MessageStore store,
      MessageIntake intake,
      MailboxDump dump,
      Arrivals arrivals,
      SenderNotice notices,
      BiConsumer<OfflineMessage, Integer> answers,
      Consumer<Relayed> relay) {
    this.bindings = bindings;
    this.store = store;
    this.intake = intake;
    this.dump = dump;
    this.arrivals = arrivals;
    this.notices = notices;
    this.answers = answers;
    this.relay = relay;
  }

  void register(Registration registration) {
    bindings
        .register(registration)
        .thenCompose(
            outcome ->
                dump.remember(registration.aor(), outcome.renewed()).thenApply(done -> outcome))
        .thenAccept(outcome -> dump.registered(registration.aor(), outcome.renewed()));
  }

  void receive(OfflineMessage message) {
    Delivery delivery = new Delivery(message, arrivals.begin(message.mailbox()));
    bindings
        .bindingsOf(message.mailbox())
        .thenAccept(found -> decide(delivery, found))
        .exceptionally(e -> unavailable(delivery));
  }

  private void decide(Delivery delivery, List<Binding> found) {
    if (found.isEmpty()) {
      keep(delivery, false, true);
    } else if (intake.judge(delivery.message) != IntakeDecision.KEPT) {
      forward(delivery);
    } else {
      store
          .hasMail(delivery.message.mailbox())
          .thenAccept(waits -> decide(delivery, waits))
          .exceptionally(e -> unavailable(delivery));
    }
  }

  private void decide(Delivery delivery, boolean mailWaits) {
    if (mailWaits) {
      keep(delivery, true, !dump.isRunning(delivery.message.mailbox()));
    } else {
      forward(delivery);
    }
  }

  private void forward(Delivery delivery) {
    delivery.arrival.end();
    relay.accept(new Relayed(delivery.message));
  }

  private void keep(Delivery delivery, boolean isBound, boolean tellSender) {
    intake
        .keep(delivery.message)
        .thenAccept(decision -> kept(delivery, decision, isBound, tellSender))
        .exceptionally(e -> unavailable(delivery));
  }

  private void kept(
      Delivery delivery, IntakeDecision decision, boolean isBound, boolean tellSender) {
    answers.accept(delivery.message, statusOf(decision));
    boolean registeredMeanwhile = delivery.arrival.end();
    if (decision != IntakeDecision.KEPT) {
      return;
    }
    if (isBound || registeredMeanwhile) {
      dump.mailArrived(delivery.message.mailbox());
    }
    if (tellSender) {
      notices.kept(delivery.message);
    }
  }

  private static int statusOf(IntakeDecision decision) {
    return switch (decision) {
      case KEPT, KEPT_BEFORE -> ACCEPTED;
      default -> NOT_STORED;
    };
  }

  private Void unavailable(Delivery delivery) {
    delivery.arrival.end();
    answers.accept(delivery.message, UNAVAILABLE);
    return null;
  }

  /** The final response to a relayed MESSAGE. */
  void answered(Relayed relayed, Verdict verdict) {
    if (verdict == Verdict.TAKEN) {
      if (relayed.take()) {
        answers.accept(relayed.message, OK);
      } else {
        relayed.delivered = true;
        if (relayed.kept) {
          remove(relayed.message);
        }
      }
    } else if (relayed.take()) {
      if (verdict.goesBack()) {
        answers.accept(relayed.message, verdict.status());
      } else {
        keep(relayed);
      }
    }
  }

  /** The time that a relayed MESSAGE may go without a final response is over. */
  void timedOut(Relayed relayed) {
    if (relayed.take()) {
      keep(relayed);
    }
  }

  private void keep(Relayed relayed) {
    intake
        .keep(relayed.message)
        .thenAccept(decision -> kept(relayed, decision))
        .exceptionally(
            e -> {
              answers.accept(relayed.message, UNAVAILABLE);
              leaveIfTaken(relayed);
              return null;
            });
  }

  private void kept(Relayed relayed, IntakeDecision decision) {
    answers.accept(relayed.message, statusOf(decision));
    if (decision != IntakeDecision.KEPT) {
      return;
    }
    if (!leaveIfTaken(relayed)) {
      dump.postpone(relayed.message.mailbox());
      notices.kept(relayed.message);
    }
  }

  /** It is in the store now, or may be: if a phone has taken it meanwhile, it leaves at once. */
  private boolean leaveIfTaken(Relayed relayed) {
    relayed.kept = true;
    if (relayed.delivered) {
      remove(relayed.message);
    }
    return relayed.delivered;
  }

  private void remove(OfflineMessage message) {
    store.remove(message.mailbox(), message.id());
  }

  private record Delivery(OfflineMessage message, Arrivals.Arrival arrival) {}

  /** A MESSAGE that is being relayed; as {@code sip.RelayedMessage}. */
  static final class Relayed {
    private final OfflineMessage message;
    private boolean taken;
    private boolean kept;
    private boolean delivered;

    private Relayed(OfflineMessage message) {
      this.message = message;
    }

    OfflineMessage message() {
      return message;
    }

    private boolean take() {
      boolean mine = !taken;
      taken = true;
      return mine;
    }
  }
}
