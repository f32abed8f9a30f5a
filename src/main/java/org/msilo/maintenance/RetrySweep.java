package org.msilo.maintenance;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.msilo.dump.MailboxDump;
import org.msilo.location.BindingStore;
import org.msilo.location.BoundPage;
import org.msilo.message.AddressOfRecord;
import org.msilo.store.MessageStore;

/** Starts what is due: next attempts, mailboxes whose claim lapsed, and mail that nobody minds. */
public final class RetrySweep {
  private static final int BATCH = 500;

  /** Mailboxes tried in one go; more wait for the next cycle, or memory would grow with them. */
  private static final int MOST_DUE = 5000;

  private final MessageStore messages;
  private final BindingStore bindings;
  private final MailboxDump dump;
  private final BooleanSupplier requestsAreLate;
  private final Clock clock;
  private final AtomicReference<Optional<AddressOfRecord>> unfinished =
      new AtomicReference<>(Optional.empty());

  /** No requests are to be given way to. */
  public RetrySweep(MessageStore messages, BindingStore bindings, MailboxDump dump, Clock clock) {
    this(messages, bindings, dump, () -> false, clock);
  }

  /**
   * @param requestsAreLate whether requests wait longer than they need to; a look at all bindings
   *     may wait then
   */
  public RetrySweep(
      MessageStore messages,
      BindingStore bindings,
      MailboxDump dump,
      BooleanSupplier requestsAreLate,
      Clock clock) {
    this.messages = messages;
    this.bindings = bindings;
    this.dump = dump;
    this.requestsAreLate = requestsAreLate;
    this.clock = clock;
  }

  /** Settles what was left open, and tries the mailboxes whose time has come. */
  public void run() {
    dump.tidyUp();
    messages.dueMailboxes(clock.instant(), MOST_DUE).forEach(dump::attempt);
    if (unfinished.get().isPresent()) {
      runOverAllBindings();
    }
  }

  /**
   * Looks at every bound address-of-record: a node that stopped between a commit and what was to
   * follow leaves mail behind that no REGISTER and no noted attempt would find. Goes at a pace that
   * leaves the database to requests; what is too much for one go is left to the next cycles.
   */
  public void runOverAllBindings() {
    AtomicInteger tried = new AtomicInteger();
    SweepPace.upTo(BATCH, requestsAreLate)
        .run(
            limit -> {
              if (tried.get() >= MOST_DUE) {
                return 0;
              }
              BoundPage page = bindings.boundAfter(unfinished.get(), clock.instant(), limit);
              List<AddressOfRecord> waiting = withMail(page.bound());
              waiting.forEach(dump::attempt);
              tried.addAndGet(waiting.size());
              unfinished.set(page.next());
              return page.next().isPresent() ? limit : 0;
            });
  }

  /** Those this node delivers from now need no look: in a storm that is most of them. */
  private List<AddressOfRecord> withMail(List<AddressOfRecord> bound) {
    List<AddressOfRecord> idle = bound.stream().filter(aor -> !dump.isRunning(aor)).toList();
    List<CompletableFuture<Boolean>> answers = idle.stream().map(messages::hasMail).toList();
    return IntStream.range(0, idle.size())
        .filter(i -> answers.get(i).join())
        .mapToObj(idle::get)
        .toList();
  }
}
