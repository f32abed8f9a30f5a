package org.msilo.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.msilo.location.BindingStore;
import org.msilo.location.BoundPage;
import org.msilo.location.RegisterOutcome;
import org.msilo.location.RegisterRules;
import org.msilo.location.RegistrarSettings;
import org.msilo.location.RegistrarsWord;
import org.msilo.location.Registration;
import org.msilo.location.Removals;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;

/** The bindings in memory; every future it returns is complete. Thread-safe. */
public class InMemoryBindingStore implements BindingStore {
  public static final RegistrarSettings SETTINGS =
      new RegistrarSettings(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(1));

  private static final Comparator<Binding> PREFERRED_FIRST =
      Comparator.comparingInt(Binding::q)
          .thenComparing(Binding::registeredAt)
          .reversed()
          .thenComparing(Binding::contact);

  private final Clock clock;
  private final RegisterRules rules = new RegisterRules(SETTINGS);
  private final Map<AddressOfRecord, List<Binding>> bindings =
      new TreeMap<>(Comparator.comparing(AddressOfRecord::toString));

  public InMemoryBindingStore(Clock clock) {
    this.clock = clock;
  }

  /** Adds a binding as it is, past the registrar's rules. */
  public synchronized void add(Binding binding) {
    bindings.computeIfAbsent(binding.aor(), aor -> new ArrayList<>()).add(binding);
  }

  @Override
  public synchronized CompletableFuture<RegisterOutcome> register(Registration registration) {
    return keep(registration.aor(), rules.apply(registration, stored(registration.aor())));
  }

  @Override
  public synchronized CompletableFuture<RegisterOutcome> mirror(RegistrarsWord word) {
    return keep(word.aor(), word.over(stored(word.aor())));
  }

  private List<Binding> stored(AddressOfRecord aor) {
    return bindings.getOrDefault(aor, List.of());
  }

  private CompletableFuture<RegisterOutcome> keep(AddressOfRecord aor, RegisterOutcome outcome) {
    if (outcome.status() == RegisterOutcome.Status.DONE) {
      bindings.put(aor, new ArrayList<>(outcome.kept()));
    }
    return CompletableFuture.completedFuture(outcome);
  }

  @Override
  public synchronized CompletableFuture<List<Binding>> bindingsOf(AddressOfRecord aor) {
    return CompletableFuture.completedFuture(
        bindings.getOrDefault(aor, List.of()).stream()
            .filter(binding -> binding.isLiveAt(clock.instant()))
            .sorted(PREFERRED_FIRST)
            .toList());
  }

  @Override
  public synchronized CompletableFuture<Void> closeToMail(Binding binding) {
    bindings
        .getOrDefault(binding.aor(), List.of())
        .replaceAll(
            known ->
                known.contact().equals(binding.contact())
                        && known.flowKey().equals(binding.flowKey())
                        && known.registeredAt().equals(binding.registeredAt())
                    ? closed(known)
                    : known);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized BoundPage boundAfter(
      Optional<AddressOfRecord> previous, Instant now, int limit) {
    List<AddressOfRecord> page =
        bindings.keySet().stream()
            .filter(
                aor -> previous.filter(p -> aor.toString().compareTo(p.toString()) <= 0).isEmpty())
            .limit(limit)
            .toList();
    return new BoundPage(
        page.stream()
            .filter(aor -> bindings.get(aor).stream().anyMatch(binding -> binding.isLiveAt(now)))
            .toList(),
        page.size() < limit ? Optional.empty() : Optional.of(page.get(page.size() - 1)));
  }

  @Override
  public synchronized int deleteExpired(Instant now, int limit) {
    List<Binding> lapsed =
        bindings.values().stream()
            .flatMap(List::stream)
            .filter(binding -> !binding.isLiveAt(now))
            .filter(
                binding ->
                    !binding.wasRemoved()
                        || !binding.expiresAt().isAfter(Removals.forgottenBy(now)))
            .limit(limit)
            .toList();
    bindings.values().forEach(known -> known.removeAll(lapsed));
    return lapsed.size();
  }

  private static Binding closed(Binding open) {
    return new Binding(
        open.aor(),
        open.contact(),
        open.parameters(),
        open.q(),
        open.expiresAt(),
        open.callId(),
        open.cseq(),
        open.path(),
        open.flow(),
        open.takesMessages(),
        true,
        open.registeredAt());
  }
}
