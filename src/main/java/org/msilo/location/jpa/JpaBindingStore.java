package org.msilo.location.jpa;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.msilo.location.BindingStore;
import org.msilo.location.BoundPage;
import org.msilo.location.RegisterOutcome;
import org.msilo.location.RegisterRules;
import org.msilo.location.RegistrarsWord;
import org.msilo.location.Registration;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.metrics.Meters;
import org.msilo.store.GroupCommit;
import org.msilo.store.jpa.Transactions;

/** The bindings on Jakarta Persistence; look-ups and REGISTERs are gathered. Thread-safe. */
public final class JpaBindingStore implements BindingStore, AutoCloseable {
  private static final int QUEUE = 20_000;
  private static final int GROUP = 512;

  private static final Comparator<Binding> PREFERRED_FIRST =
      Comparator.comparingInt(Binding::q)
          .thenComparing(Binding::registeredAt)
          .reversed()
          .thenComparing(Binding::contact);

  private final Transactions transactions;
  private final RegisterRules rules;
  private final Clock clock;
  private final GroupCommit<BindingChange, RegisterOutcome> registrations;
  private final GroupCommit<AddressOfRecord, List<Binding>> lookUps;
  private final GroupCommit<Binding, Boolean> closings;

  /**
   * @param loops runs the group commits; three threads
   * @param replies where futures are completed
   */
  public JpaBindingStore(
      Transactions transactions,
      RegisterRules rules,
      Clock clock,
      Executor loops,
      Executor replies) {
    this(transactions, rules, clock, loops, replies, Meters.none());
  }

  /** As the other one, and is measured. */
  public JpaBindingStore(
      Transactions transactions,
      RegisterRules rules,
      Clock clock,
      Executor loops,
      Executor replies,
      Meters meters) {
    this.transactions = transactions;
    this.rules = rules;
    this.clock = clock;
    RegisterTransaction register = new RegisterTransaction(transactions);
    this.registrations =
        new GroupCommit<>("registrations", register::run, QUEUE, GROUP, loops, replies, meters);
    this.lookUps =
        new GroupCommit<>("binding look-ups", this::lookUp, QUEUE, GROUP, loops, replies, meters);
    this.closings =
        new GroupCommit<>("bindings", this::close, QUEUE, GROUP, loops, replies, meters);
  }

  /** The entities this store needs in the persistence unit. */
  public static List<Class<?>> entities() {
    return List.of(BindingRow.class, AorRow.class);
  }

  /** Takes no more work, and finishes what it has in the background. */
  @Override
  public void close() {
    registrations.close();
    lookUps.close();
    closings.close();
  }

  /** Whether work has waited longer than this and more comes than is done. */
  public boolean isBehind(Duration wait) {
    return registrations.isBehind(wait) || lookUps.isBehind(wait);
  }

  /** Whether a registration waits longer than it need, by more than this. */
  public boolean isLate(Duration beyond) {
    return registrations.isLate(beyond);
  }

  /** Whether all work given to it has been done and answered. */
  public boolean isIdle() {
    return registrations.isIdle() && lookUps.isIdle() && closings.isIdle();
  }

  @Override
  public CompletableFuture<RegisterOutcome> register(Registration registration) {
    return registrations.submit(
        new BindingChange(registration.aor(), stored -> rules.apply(registration, stored)));
  }

  @Override
  public CompletableFuture<RegisterOutcome> mirror(RegistrarsWord word) {
    return registrations.submit(new BindingChange(word.aor(), word::over));
  }

  @Override
  public CompletableFuture<List<Binding>> bindingsOf(AddressOfRecord aor) {
    return lookUps.submit(aor);
  }

  private List<List<Binding>> lookUp(List<AddressOfRecord> aors) {
    Instant now = clock.instant();
    Map<AddressOfRecord, List<Binding>> found =
        transactions.read(session -> BindingQueries.bindingsOf(session, Set.copyOf(aors)));
    return aors.stream().map(aor -> live(found.getOrDefault(aor, List.of()), now)).toList();
  }

  private static List<Binding> live(List<Binding> bindings, Instant now) {
    return bindings.stream().filter(b -> b.isLiveAt(now)).sorted(PREFERRED_FIRST).toList();
  }

  @Override
  public CompletableFuture<Void> closeToMail(Binding binding) {
    return closings.submit(binding).thenApply(done -> null);
  }

  private List<Boolean> close(List<Binding> bindings) {
    return transactions.write(
        session -> {
          bindings.forEach(binding -> BindingQueries.closeToMail(session, binding));
          return bindings.stream().map(binding -> true).toList();
        });
  }

  @Override
  public BoundPage boundAfter(Optional<AddressOfRecord> previous, Instant now, int limit) {
    String after = previous.map(AddressOfRecord::toString).orElse("");
    return transactions.read(session -> BindingQueries.boundAfter(session, after, now, limit));
  }

  @Override
  public int deleteExpired(Instant now, int limit) {
    // It need not be on disk: what comes back after a crash has still lapsed, and is removed again.
    return transactions.writeLoosely(
        session -> {
          List<BindingKey> lapsed = BindingQueries.lapsed(session, now, limit);
          if (!lapsed.isEmpty()) {
            Set<String> aors = lapsed.stream().map(BindingKey::aor).collect(Collectors.toSet());
            // First and in order, as REGISTER does, or one could wait for the other.
            BindingQueries.lock(session, aors);
            BindingQueries.deleteLapsed(session, lapsed, now);
            BindingQueries.deleteUnbound(session, aors);
          }
          return lapsed.size();
        });
  }
}
