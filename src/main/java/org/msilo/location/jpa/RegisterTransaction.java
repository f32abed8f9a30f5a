package org.msilo.location.jpa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.msilo.location.RegisterOutcome;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.store.jpa.Transactions;

/** Applies a group of changes in one transaction, in the order in which they came. Thread-safe. */
final class RegisterTransaction {
  private final Transactions transactions;

  RegisterTransaction(Transactions transactions) {
    this.transactions = transactions;
  }

  List<RegisterOutcome> run(List<BindingChange> changes) {
    return transactions.write(session -> run(session, changes));
  }

  private List<RegisterOutcome> run(StatelessSession session, List<BindingChange> changes) {
    Set<AddressOfRecord> aors =
        changes.stream().map(BindingChange::aor).collect(Collectors.toSet());
    Map<AddressOfRecord, List<Binding>> before = BindingQueries.bindingsOf(session, aors);
    Map<AddressOfRecord, List<Binding>> after = new HashMap<>(before);
    List<RegisterOutcome> outcomes = new ArrayList<>(changes.size());
    for (BindingChange change : changes) {
      RegisterOutcome outcome = change.rule().apply(after.getOrDefault(change.aor(), List.of()));
      if (outcome.status() == RegisterOutcome.Status.DONE) {
        after.put(change.aor(), outcome.kept());
      }
      outcomes.add(outcome);
    }
    aors.forEach(
        aor ->
            write(
                session, before.getOrDefault(aor, List.of()), after.getOrDefault(aor, List.of())));
    return outcomes;
  }

  private static void write(StatelessSession session, List<Binding> before, List<Binding> after) {
    Map<BindingKey, Binding> old = byKey(before);
    Map<BindingKey, Binding> fresh = byKey(after);
    Set<BindingKey> gone = new HashSet<>(old.keySet());
    gone.removeAll(fresh.keySet());
    gone.forEach(key -> session.delete(BindingRow.of(old.get(key))));
    fresh.forEach(
        (key, binding) -> {
          if (!old.containsKey(key)) {
            session.insert(BindingRow.of(binding));
          } else if (!binding.equals(old.get(key))) {
            session.update(BindingRow.of(binding));
          }
        });
  }

  private static Map<BindingKey, Binding> byKey(List<Binding> bindings) {
    return bindings.stream().collect(Collectors.toMap(BindingKey::of, Function.identity()));
  }
}
