package org.msilo.store.jpa;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.StatelessSession;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.store.Attempt;
import org.msilo.store.Claim;
import org.msilo.store.DeviceSettlement;
import org.msilo.store.DeviceSettlement.Ending;
import org.msilo.store.jpa.RoundStep.DeviceClaimStep;
import org.msilo.store.jpa.RoundStep.DeviceSettleStep;
import org.msilo.store.jpa.RoundStep.DeviceStep;
import org.msilo.store.jpa.RoundStep.SeenStep;

/**
 * The steps of one transaction that go by devices: first all of them are settled, then each may ask
 * what is next. For one thread.
 */
final class DeviceTurns {
  private final StatelessSession session;
  private final FirstMail mail;
  private final Instant now;
  private final KnownDevices devices;
  private final Deliveries deliveries;
  private final Set<DeviceStep> refusals = new HashSet<>();

  private DeviceTurns(
      StatelessSession session, FirstMail mail, List<DeviceStep> steps, Instant now) {
    this.session = session;
    this.mail = mail;
    this.now = now;
    this.devices =
        new KnownDevices(session, steps.stream().map(RoundStep::mailbox).distinct().toList(), now);
    this.deliveries = new Deliveries(session, settledBy(steps), now);
  }

  /** Does what the steps bring, if any of them goes by devices. */
  static Optional<DeviceTurns> settle(
      StatelessSession session, FirstMail mail, List<RoundStep> steps, Instant now) {
    List<DeviceStep> ours =
        steps.stream().filter(DeviceStep.class::isInstance).map(DeviceStep.class::cast).toList();
    if (ours.isEmpty()) {
      return Optional.empty();
    }
    DeviceTurns turns = new DeviceTurns(session, mail, ours, now);
    ours.forEach(turns::settle);
    turns.devices.write(session);
    turns.deliveries.write(session);
    return Optional.of(turns);
  }

  private static Collection<MailKey> settledBy(List<DeviceStep> steps) {
    return steps.stream()
        .filter(DeviceSettleStep.class::isInstance)
        .map(step -> key((DeviceSettleStep) step))
        .distinct()
        .toList();
  }

  private static MailKey key(DeviceSettleStep step) {
    return new MailKey(step.mailbox(), step.settlement().attempt().message().value());
  }

  private void settle(DeviceStep step) {
    if (step instanceof SeenStep) {
      step.online().forEach(device -> devices.seen(step.mailbox(), device));
    } else if (step instanceof DeviceClaimStep) {
      step.online().forEach(device -> devices.met(step.mailbox(), device));
    } else if (step instanceof DeviceSettleStep settled) {
      settle(settled, settled.settlement());
    }
  }

  private void settle(DeviceSettleStep step, DeviceSettlement settlement) {
    MessageId message = settlement.attempt().message();
    if (settlement.ending() == Ending.FAILED) {
      fail(settlement);
      return;
    }
    devices.taken(step.mailbox(), settlement.device());
    if (!deliveries.isOpen(message)) {
      return;
    }
    if (settlement.ending() == Ending.DECLINED) {
      deliveries.remove(key(step));
    } else {
      boolean taken = settlement.ending() == Ending.TAKEN;
      deliveries.mark(key(step), settlement.device(), taken, settlement.attempt().answer());
      closeIfDone(step, settlement.attempt());
    }
  }

  private void fail(DeviceSettlement settlement) {
    Attempt attempt = settlement.attempt();
    MailQueries.noteAttempt(
        session, settlement.mailbox().toString(), attempt, settlement.retryAt());
    devices.failed(
        settlement.mailbox().toString(),
        settlement.device(),
        settlement.failedRounds(),
        attempt.answer().status(),
        settlement.retryAt().orElse(null));
  }

  /** When no device that counts is left: removed if one took it, else kept to be seen. */
  private void closeIfDone(DeviceSettleStep step, Attempt last) {
    Set<String> left = devices.seenAfter(step.mailbox(), step.countedSince());
    step.online().forEach(device -> left.add(device.value()));
    left.removeAll(deliveries.devicesOf(last.message()));
    if (!left.isEmpty()) {
      return;
    }
    if (deliveries.isTakenByAny(last.message())) {
      deliveries.remove(key(step));
    } else {
      deliveries.refuse(last.message());
      MailQueries.markRefused(session, step.mailbox(), last);
      refusals.add(step);
    }
  }

  /** What the devices at hand that are not spared lack, mailbox by mailbox, in their order. */
  Map<String, List<Claim>> next(List<DeviceStep> steps) {
    Map<String, List<String>> free = new HashMap<>();
    for (DeviceStep step : steps) {
      List<String> devicesOfStep = free(step);
      if (!devicesOfStep.isEmpty()) {
        free.put(step.mailbox(), devicesOfStep);
      }
    }
    Map<String, List<OfflineMessage>> lacking = mail.read(free);
    Map<Long, Set<String>> done = doneByOthers(free, lacking);
    Map<String, List<Claim>> next = new HashMap<>();
    lacking.forEach(
        (mailbox, messages) ->
            next.put(mailbox, turns(mailbox, messages, free.get(mailbox), done)));
    return next;
  }

  private List<String> free(DeviceStep step) {
    return step.online().stream()
        .filter(device -> !devices.isSpared(step.mailbox(), device))
        .map(DeviceId::value)
        .toList();
  }

  /** A device that is alone lacks all that was found; of several, each may have some of it. */
  private Map<Long, Set<String>> doneByOthers(
      Map<String, List<String>> free, Map<String, List<OfflineMessage>> lacking) {
    List<MailKey> shared = new ArrayList<>();
    lacking.forEach(
        (mailbox, messages) -> {
          if (free.get(mailbox).size() > 1) {
            messages.forEach(m -> shared.add(new MailKey(mailbox, m.id().value())));
          }
        });
    return DeviceQueries.doneWith(session, shared);
  }

  private List<Claim> turns(
      String mailbox,
      List<OfflineMessage> messages,
      List<String> free,
      Map<Long, Set<String>> done) {
    List<Claim> turns = new ArrayList<>();
    for (OfflineMessage message : messages) {
      Set<String> has = done.getOrDefault(message.id().value(), Set.of());
      free.stream()
          .filter(device -> !has.contains(device))
          .forEach(device -> turns.add(turn(mailbox, message, new DeviceId(device))));
    }
    return turns;
  }

  private Claim turn(String mailbox, OfflineMessage message, DeviceId device) {
    return new Claim(
        Claim.Status.CLAIMED,
        Optional.of(message),
        devices.attempts(mailbox, device),
        Optional.of(device),
        false);
  }

  /** When a mailbox with nothing to send now is to be tried again, if a device is spared. */
  Optional<Instant> nextRetryAt(String mailbox) {
    return devices.nextRetryAt(mailbox);
  }

  boolean isRefusal(RoundStep step) {
    return step instanceof DeviceStep ours && refusals.contains(ours);
  }
}
