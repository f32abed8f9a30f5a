package org.msilo.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;
import org.msilo.dump.Arrivals;
import org.msilo.dump.DumpSettings;
import org.msilo.dump.MailboxDump;
import org.msilo.dump.RetryPause;
import org.msilo.intake.MessageIntake;
import org.msilo.intake.StoragePolicy;
import org.msilo.location.BindingStore;
import org.msilo.location.RegisterRules;
import org.msilo.location.RegistrarSettings;
import org.msilo.location.jpa.JpaBindingStore;
import org.msilo.maintenance.ExpirySweep;
import org.msilo.maintenance.RetrySweep;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.MessageIds;
import org.msilo.message.OfflineMessage;
import org.msilo.notice.NoticeSender;
import org.msilo.notice.NoticeSettings;
import org.msilo.notice.SenderNotice;
import org.msilo.store.MessageStore;
import org.msilo.store.MessageStoreException;
import org.msilo.store.jpa.JpaMessageStore;
import org.msilo.testing.SettableClock;

/**
 * One life of a server process without its container: the object graph of {@code
 * app.MsiloApplication}, with the crank in place of its threads. For one thread.
 */
final class Node {
  static final Duration RETENTION = Duration.ofDays(3);

  private static final Duration CHECK_TIME = Duration.ofSeconds(30);
  private static final NoticeSettings NOTICES =
      new NoticeSettings(
          Optional.of("sip:registrar@example.org"),
          false,
          "{to} is away.",
          Optional.of("sip:proxy.example.org;lr"),
          false);

  private final JpaMessageStore messages;
  private final JpaBindingStore bindings;
  private final MailboxDump dump;
  private final Front front;
  private final MessageIds ids;
  private final RetrySweep retries;
  private final ExpirySweep expiry;

  /**
   * @param loops runs the group commits
   * @param outside what this process talks to
   */
  Node(FaultyDatabase database, Crank crank, SettableClock clock, Executor loops, Outside outside) {
    messages =
        new JpaMessageStore(database.transactions(), clock, () -> "node 0", loops, Runnable::run);
    RegisterRules rules =
        new RegisterRules(
            new RegistrarSettings(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(1)));
    bindings = new JpaBindingStore(database.transactions(), rules, clock, loops, Runnable::run);
    MessageStore cranked = crank.before(MessageStore.class, outside.tampering().with(messages));
    BindingStore crankedBindings = crank.before(BindingStore.class, bindings);
    SenderNotice notices =
        new SenderNotice(NOTICES, crankedBindings, aor -> false, outside.notices());
    Arrivals arrivals = new Arrivals();
    dump =
        new MailboxDump(
            cranked,
            crankedBindings,
            outside.phones(),
            notices,
            DumpSettings.toFirst(new RetryPause(CHECK_TIME, outside.chance())),
            clock,
            arrivals);
    front =
        new Front(
            crankedBindings,
            cranked,
            new MessageIntake(cranked, new StoragePolicy(RETENTION, Optional.empty())),
            dump,
            arrivals,
            notices,
            outside.answers(),
            outside.phones()::relay);
    ids = new MessageIds(clock, () -> 0, messages.lastId());
    // The sweeps wait for the database on a thread of their own, which nobody has to crank.
    retries = new RetrySweep(messages, bindings, dump, clock);
    expiry = new ExpirySweep(messages, bindings, clock);
  }

  Front front() {
    return front;
  }

  MailboxDump dump() {
    return dump;
  }

  MessageIds ids() {
    return ids;
  }

  boolean takesMail(AddressOfRecord mailbox, Instant now) {
    return bindings.bindingsOf(mailbox).join().stream().anyMatch(b -> b.takesMailAt(now));
  }

  /** A cycle of the maintenance, which lives on when the database fails. */
  void retry() {
    survive(retries::run);
  }

  /** What a full cycle does more. */
  void clean() {
    survive(expiry::run);
    survive(retries::runOverAllBindings);
  }

  /** Ends the threads; what the crank still holds is not done. */
  void abandon() {
    messages.close();
    bindings.close();
  }

  private static void survive(Runnable sweep) {
    try {
      sweep.run();
    } catch (MessageStoreException | CompletionException e) {
      // As MaintenanceSchedule: the next cycle tries again.
      return;
    }
  }

  /**
   * What a process talks to.
   *
   * @param answers gets the final responses to callers
   * @param chance spreads the pauses, 0 to 1
   * @param tampering what is wrong with its store
   */
  record Outside(
      Phones phones,
      NoticeSender notices,
      BiConsumer<OfflineMessage, Integer> answers,
      DoubleSupplier chance,
      Tampering tampering) {}
}
