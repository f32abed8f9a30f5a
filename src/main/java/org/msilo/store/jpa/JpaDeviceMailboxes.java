package org.msilo.store.jpa;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;
import org.msilo.metrics.Meters;
import org.msilo.store.Answer;
import org.msilo.store.Attempt;
import org.msilo.store.Claim;
import org.msilo.store.DeviceMailboxes;
import org.msilo.store.DeviceSettlement;
import org.msilo.store.DeviceSettlement.Ending;
import org.msilo.store.GroupCommit;
import org.msilo.store.jpa.RoundStep.Then;

/** The mailboxes by devices; their steps go with those of all mailboxes. Thread-safe. */
public final class JpaDeviceMailboxes implements DeviceMailboxes, AutoCloseable {
  private static final int QUEUE = 20_000;
  private static final int GROUP = 512;

  /** What a device said that took a message after it had been given up. */
  private static final Answer TAKEN_LATE = new Answer(200, "taken late");

  /** Who sweeps expired messages needs the notes about them a little longer. */
  private static final Duration NOTES_KEPT = Duration.ofHours(1);

  private final Transactions transactions;
  private final RoundSteps steps;
  private final Duration horizon;
  private final Clock clock;
  private final GroupCommit<String, Boolean> lookUps;

  JpaDeviceMailboxes(
      Transactions transactions,
      RoundSteps steps,
      Duration horizon,
      Clock clock,
      Executor loops,
      Executor replies,
      Meters meters) {
    this.transactions = transactions;
    this.steps = steps;
    this.horizon = horizon;
    this.clock = clock;
    this.lookUps =
        new GroupCommit<>("device look-ups", this::lookUp, QUEUE, GROUP, loops, replies, meters);
  }

  @Override
  public void close() {
    lookUps.close();
  }

  /** Whether all look-ups have been answered; the rest is the store's own work. */
  public boolean isIdle() {
    return lookUps.isIdle();
  }

  @Override
  public CompletableFuture<Boolean> hasSeveralDevices(AddressOfRecord mailbox) {
    return lookUps.submit(mailbox.toString());
  }

  private List<Boolean> lookUp(List<String> mailboxes) {
    List<String> distinct = mailboxes.stream().distinct().toList();
    Set<String> several =
        transactions.read(
            session -> DeviceQueries.withSeveralDevices(session, distinct, countedSince()));
    return mailboxes.stream().map(several::contains).toList();
  }

  @Override
  public CompletableFuture<Void> seen(AddressOfRecord mailbox, List<DeviceId> devices) {
    return steps
        .take(new RoundStep.SeenStep(mailbox.toString(), List.copyOf(devices), countedSince()))
        .thenApply(done -> null);
  }

  @Override
  public CompletableFuture<Claim> claim(AddressOfRecord mailbox, List<DeviceId> online) {
    return steps.readOn(
        new RoundStep.DeviceClaimStep(mailbox.toString(), List.copyOf(online), countedSince()));
  }

  @Override
  public CompletableFuture<Claim> settle(DeviceSettlement settlement) {
    // After anything but a delivery, others may be next than was thought.
    return settlement.ending() == Ending.TAKEN
        ? steps.settle(
            settlement.mailbox().toString(), settlement.online(), then -> step(settlement, then))
        : steps.readOn(step(settlement, Then.READ_ON));
  }

  private RoundStep step(DeviceSettlement settlement, Then then) {
    return new RoundStep.DeviceSettleStep(settlement, countedSince(), then);
  }

  @Override
  public CompletableFuture<Void> taken(
      AddressOfRecord mailbox, MessageId message, DeviceId device) {
    DeviceSettlement settlement =
        new DeviceSettlement(
            mailbox,
            device,
            Ending.TAKEN,
            new Attempt(message, 1, TAKEN_LATE),
            0,
            Optional.empty(),
            List.of());
    return steps
        .take(step(settlement, Then.NOTHING))
        .thenAccept(done -> steps.drop(mailbox.toString(), message, Optional.of(device)));
  }

  @Override
  public int forget(Instant now, int limit) {
    return transactions.write(
        session ->
            Math.max(
                DeviceQueries.forgetDevices(session, now.minus(horizon), limit),
                DeviceQueries.forgetDeliveries(session, now.minus(NOTES_KEPT), limit)));
  }

  private Instant countedSince() {
    return clock.instant().minus(horizon);
  }
}
