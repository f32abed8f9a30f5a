package org.msilo.sip;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.servlet.sip.SipServletRequest;
import org.msilo.dump.Arrivals;
import org.msilo.dump.MailboxDump;
import org.msilo.intake.IntakeDecision;
import org.msilo.intake.MessageIntake;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.OfflineMessage;
import org.msilo.message.SipUri;
import org.msilo.notice.SenderNotice;
import org.msilo.store.DeviceMailboxes;
import org.msilo.store.MessageStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MESSAGE in: to the phone if there is one and nothing waits before it, else into the store. Runs
 * on SIP threads and continues on reply threads; thread-safe.
 */
final class MessageHandler {
  private static final Logger LOG = LoggerFactory.getLogger(MessageHandler.class);

  private final SipMessageReader reader;
  private final Admission admission;
  private final RelayTargets targets;
  private final MessageStore store;
  private final MessageIntake intake;
  private final MailboxDump dump;
  private final Arrivals arrivals;
  private final Optional<DeviceMailboxes> devices;
  private final MessageRelay relay;
  private final ForeignHandler foreign;
  private final SenderNotice notices;
  private final Doorkeeper doorkeeper;

  MessageHandler(
      SipMessageReader reader,
      Admission admission,
      RelayTargets targets,
      Mailboxes mailboxes,
      MessageRelay relay,
      ForeignHandler foreign,
      SenderNotice notices,
      Doorkeeper doorkeeper) {
    this.reader = reader;
    this.admission = admission;
    this.targets = targets;
    this.store = mailboxes.store();
    this.intake = mailboxes.intake();
    this.dump = mailboxes.dump();
    this.arrivals = mailboxes.arrivals();
    this.devices = mailboxes.devices();
    this.relay = relay;
    this.foreign = foreign;
    this.notices = notices;
    this.doorkeeper = doorkeeper;
  }

  void handle(SipServletRequest request) {
    try {
      admission.checkProxying(request);
      SipUri uri = admission.requestUri(request);
      OfflineMessage message = reader.read(request);
      boolean ours = admission.isLocal(message.mailbox());
      Optional<AddressOfRecord> recipient =
          admission.localUser(uri).or(() -> Optional.of(message.mailbox()).filter(m -> ours));
      if (recipient.isEmpty()) {
        foreign.handle(request);
      } else if (!ours) {
        throw new BadRequestException(
            StatusCodes.NOT_FOUND, message.mailbox() + " is not of our domains");
      } else {
        doorkeeper.sending(request, proved -> handle(proved, recipient.get(), message));
      }
    } catch (BadRequestException e) {
      Answers.refuse(request, e);
    }
  }

  private void handle(
      SipServletRequest request, AddressOfRecord recipient, OfflineMessage message) {
    // From before the look-up until after the commit: a REGISTER in between must find the message.
    Delivery delivery = new Delivery(request, message, arrivals.begin(message.mailbox()));
    targets
        .of(recipient, request)
        .thenAccept(found -> decide(delivery, found))
        .exceptionally(e -> unavailable(delivery, e));
  }

  private void decide(Delivery delivery, List<RelayTarget> found) {
    if (found.isEmpty()) {
      keep(delivery, false, true);
    } else if (intake.judge(delivery.message) != IntakeDecision.KEPT) {
      forward(delivery, found);
    } else {
      hasSeveralDevices(delivery.message.mailbox())
          .thenAccept(several -> decideBound(delivery, found, several))
          .exceptionally(e -> unavailable(delivery, e));
    }
  }

  private CompletableFuture<Boolean> hasSeveralDevices(AddressOfRecord mailbox) {
    return devices
        .map(each -> each.hasSeveralDevices(mailbox))
        .orElseGet(() -> CompletableFuture.completedFuture(false));
  }

  private void decideBound(Delivery delivery, List<RelayTarget> found, boolean severalDevices) {
    if (severalDevices) {
      // A relay would be over with the first 2xx: each device is to get its own copy.
      keep(delivery, true, false);
      return;
    }
    store
        .hasMail(delivery.message.mailbox())
        .thenAccept(waits -> decide(delivery, found, waits))
        .exceptionally(e -> unavailable(delivery, e));
  }

  private void decide(Delivery delivery, List<RelayTarget> found, boolean mailWaits) {
    if (mailWaits) {
      // Behind what waits, or the two would change places.
      keep(delivery, true, !dump.isRunning(delivery.message.mailbox()));
    } else {
      forward(delivery, found);
    }
  }

  private void forward(Delivery delivery, List<RelayTarget> found) {
    delivery.arrival.end();
    relay.relay(delivery.request, delivery.message, found);
  }

  private void keep(Delivery delivery, boolean isBound, boolean tellSender) {
    try {
      // Whoever answers for the recipient must know what the request requires of him.
      admission.checkRequired(delivery.request);
    } catch (BadRequestException e) {
      delivery.arrival.end();
      Answers.refuse(delivery.request, e);
      return;
    }
    intake
        .keep(delivery.message)
        .thenAccept(decision -> kept(delivery, decision, isBound, tellSender))
        .exceptionally(e -> unavailable(delivery, e));
  }

  private void kept(
      Delivery delivery, IntakeDecision decision, boolean isBound, boolean tellSender) {
    Answers.decided(delivery.request, decision);
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

  private static Void unavailable(Delivery delivery, Throwable cause) {
    delivery.arrival.end();
    LOG.warn("message for {} not kept: {}", delivery.message.mailbox(), cause.getMessage());
    Answers.sendUnavailable(delivery.request);
    return null;
  }

  /** A request on its way through here. */
  private record Delivery(
      SipServletRequest request, OfflineMessage message, Arrivals.Arrival arrival) {}
}
