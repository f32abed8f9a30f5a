package org.msilo.store.jpa;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.msilo.limit.LimitCounts;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.metrics.Meters;
import org.msilo.store.AppendResult;
import org.msilo.store.Claim;
import org.msilo.store.ExpiredMail;
import org.msilo.store.GroupCommit;
import org.msilo.store.MessageStore;
import org.msilo.store.MessageStoreException;
import org.msilo.store.Quota;
import org.msilo.store.Release;
import org.msilo.store.Settlement;

/** The mailboxes on Jakarta Persistence; each kind of work has its group commit. Thread-safe. */
public final class JpaMessageStore implements MessageStore, AutoCloseable {
  private static final int QUEUE = 20_000;
  private static final int GROUP = 512;

  /** Bodies that may wait for the database, in bytes: memory must not grow with the load. */
  private static final long MOST_BYTES_WAITING = 64L * 1024 * 1024;

  private final Transactions transactions;
  private final Clock clock;
  private final MailQueries mail;
  private final MailboxRoom room;
  private final Meters meters;
  private final GroupCommit<OfflineMessage, AppendResult> appends;
  private final AtomicLong bytesWaiting = new AtomicLong();
  private final GroupCommit<String, Boolean> lookUps;
  private final RoundSteps rounds;

  /**
   * @param clock the one that all nodes on this database go by
   * @param owner name of this node in its claims; claims of the same name are its own
   * @param loops runs the group commits; three threads
   * @param replies where futures are completed
   */
  public JpaMessageStore(
      Transactions transactions,
      Clock clock,
      Supplier<String> owner,
      Executor loops,
      Executor replies) {
    this(transactions, clock, owner, Quota.NONE, new LimitCounts(), loops, replies, Meters.none());
  }

  /**
   * @param quota how much each mailbox holds
   * @param counts where it is counted how often that was not enough
   * @see #JpaMessageStore(Transactions, Clock, Supplier, Executor, Executor)
   */
  public JpaMessageStore(
      Transactions transactions,
      Clock clock,
      Supplier<String> owner,
      Quota quota,
      LimitCounts counts,
      Executor loops,
      Executor replies,
      Meters meters) {
    this.transactions = transactions;
    this.clock = clock;
    this.mail = new MailQueries(transactions.seals());
    this.meters = meters;
    this.room = new MailboxRoom(quota, clock, counts);
    AppendTransaction append = new AppendTransaction(transactions, room);
    RoundTransaction round = new RoundTransaction(transactions, clock, owner);
    this.appends = new GroupCommit<>("messages", append::run, QUEUE, GROUP, loops, replies, meters);
    this.lookUps =
        new GroupCommit<>(
            "mail look-ups", m -> lookUp(m, clock.instant()), QUEUE, GROUP, loops, replies, meters);
    this.rounds =
        new RoundSteps(steps -> run(round, steps), QUEUE, GROUP, clock, loops, replies, meters);
  }

  /** The entities this store needs in the persistence unit. */
  public static List<Class<?>> entities() {
    return List.of(
        MessageRow.class,
        RoundRow.class,
        SecretRow.class,
        NodeRow.class,
        DeviceRow.class,
        DeliveryRow.class,
        ImportedRow.class);
  }

  /**
   * The same mailboxes, each message of which goes to each device.
   *
   * @param horizon how long a device counts after it was last seen
   * @param loops runs a group commit; one thread
   */
  public JpaDeviceMailboxes byDevices(Duration horizon, Executor loops, Executor replies) {
    return new JpaDeviceMailboxes(transactions, rounds, horizon, clock, loops, replies, meters);
  }

  /** The greatest id in use, 0 for none; waits for the database. */
  public MessageId lastId() {
    Long last =
        transactions.read(
            session ->
                session
                    .createSelectionQuery("select max(m.id) from Message m", Long.class)
                    .getSingleResultOrNull());
    return new MessageId(last == null ? 0 : last);
  }

  private List<RoundTransaction.Turn> run(RoundTransaction round, List<RoundStep> steps) {
    List<RoundTransaction.Turn> turns = round.run(steps);
    room.forget(steps.stream().filter(RoundStep::removes).map(RoundStep::mailbox).toList());
    return turns;
  }

  /** Takes no more work, and finishes what it has in the background. */
  @Override
  public void close() {
    appends.close();
    lookUps.close();
    rounds.close();
  }

  /** Whether work has waited longer than this and more comes than is done. */
  public boolean isBehind(Duration wait) {
    return requestsAreBehind(wait) || rounds.isBehind(wait);
  }

  /** The same of what requests wait for: that a message is stored, or that mail is looked for. */
  public boolean requestsAreBehind(Duration wait) {
    return appends.isBehind(wait) || lookUps.isBehind(wait);
  }

  /** Whether a message waits longer than it need for being stored, by more than this. */
  public boolean isLate(Duration beyond) {
    return appends.isLate(beyond);
  }

  /** Whether all work given to it has been done and answered. */
  public boolean isIdle() {
    return appends.isIdle() && lookUps.isIdle() && rounds.isIdle();
  }

  @Override
  public CompletableFuture<AppendResult> append(OfflineMessage message) {
    int bytes = message.body().bytes().length;
    if (bytesWaiting.addAndGet(bytes) > MOST_BYTES_WAITING) {
      bytesWaiting.addAndGet(-bytes);
      return CompletableFuture.failedFuture(
          new MessageStoreException("too many bytes wait for the database"));
    }
    return appends.submit(message).whenComplete((done, e) -> bytesWaiting.addAndGet(-bytes));
  }

  @Override
  public CompletableFuture<Boolean> hasMail(AddressOfRecord mailbox) {
    return lookUps.submit(mailbox.toString());
  }

  private List<Boolean> lookUp(List<String> mailboxes, Instant now) {
    Set<String> withMail =
        transactions.read(
            session ->
                mail.mailboxesWithMail(session, mailboxes.stream().distinct().toList(), now));
    return mailboxes.stream().map(withMail::contains).toList();
  }

  @Override
  public CompletableFuture<Void> remove(AddressOfRecord mailbox, MessageId message) {
    String key = mailbox.toString();
    return rounds
        .take(new RoundStep.RemoveStep(key, message))
        .thenAccept(done -> rounds.drop(key, message, Optional.empty()));
  }

  @Override
  public CompletableFuture<Claim> claim(AddressOfRecord mailbox, boolean evenIfPaused) {
    return rounds.readOn(new RoundStep.ClaimStep(mailbox.toString(), evenIfPaused));
  }

  @Override
  public CompletableFuture<Optional<OfflineMessage>> settle(Settlement settlement) {
    String mailbox = settlement.mailbox().toString();
    return rounds
        .settle(
            mailbox,
            List.of(),
            then ->
                new RoundStep.SettleStep(mailbox, settlement.message(), settlement.refusal(), then))
        .thenApply(Claim::first);
  }

  @Override
  public CompletableFuture<Void> release(Release release) {
    String mailbox = release.mailbox().toString();
    rounds.forget(mailbox);
    RoundStep step =
        release
            .nextAttemptAt()
            .<RoundStep>map(
                at ->
                    new RoundStep.PauseStep(
                        mailbox, at, release.attempts(), release.lastStatus(), release.tried()))
            .orElseGet(() -> new RoundStep.EndStep(mailbox, release.tried()));
    return rounds.take(step).thenApply(done -> null);
  }

  @Override
  public CompletableFuture<Void> postpone(AddressOfRecord mailbox, Instant nextAttemptAt) {
    return rounds
        .take(new RoundStep.PostponeStep(mailbox.toString(), nextAttemptAt))
        .thenApply(done -> null);
  }

  @Override
  public List<AddressOfRecord> dueMailboxes(Instant now, int limit) {
    return transactions
        .read(
            session ->
                session
                    .createSelectionQuery(
                        // What is no address must not stop the clock for all others.
                        "select r.mailbox from Round r where r.dueAt <= :now"
                            + " and r.mailbox like '_%@%' and r.mailbox not like '%@'"
                            + " order by r.dueAt",
                        String.class)
                    .setParameter("now", now)
                    .setMaxResults(limit)
                    .getResultList())
        .stream()
        .map(AddressOfRecord::ofCanonical)
        .toList();
  }

  @Override
  public int deleteExpired(Instant now, int limit) {
    // It need not be on disk: what comes back after a crash is still expired, and removed again.
    return transactions.writeLoosely(session -> MailQueries.deleteExpired(session, now, limit));
  }

  @Override
  public ExpiredMail takeExpired(Instant now, int limit) {
    return transactions.write(session -> mail.takeExpired(session, now, limit));
  }
}
