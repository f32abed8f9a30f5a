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
import org.msilo.location.RegisterRules;
import org.msilo.location.Registration;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.store.jpa.Transactions;

/**
 * Applies a group of REGISTERs in one transaction, in the order in which they came. Thread-safe.
 */
final class RegisterTransaction {
  private final Transactions transactions;
  private final RegisterRules rules;

  RegisterTransaction(Transactions transactions, RegisterRules rules) {
    this.transactions = transactions;
    this.rules = rules;
  }

  List<RegisterOutcome> run(List<Registration> registrations) {
    return transactions.write(session -> run(session, registrations));
  }

  private List<RegisterOutcome> run(StatelessSession session, List<Registration> registrations) {
    Set<AddressOfRecord> aors =
        registrations.stream().map(Registration::aor).collect(Collectors.toSet());
    Map<AddressOfRecord, List<Binding>> before = BindingQueries.bindingsOf(session, aors);
    Map<AddressOfRecord, List<Binding>> after = new HashMap<>(before);
    List<RegisterOutcome> outcomes = new ArrayList<>(registrations.size());
    for (Registration registration : registrations) {
      RegisterOutcome outcome =
          rules.apply(registration, after.getOrDefault(registration.aor(), List.of()));
      if (outcome.status() == RegisterOutcome.Status.DONE) {
        after.put(registration.aor(), outcome.bindings());
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
    Map<String, Binding> old = byContact(before);
    Map<String, Binding> fresh = byContact(after);
    Set<String> gone = new HashSet<>(old.keySet());
    gone.removeAll(fresh.keySet());
    gone.forEach(contact -> session.delete(BindingRow.of(old.get(contact))));
    fresh.forEach(
        (contact, binding) -> {
          if (!old.containsKey(contact)) {
            session.insert(BindingRow.of(binding));
          } else if (!binding.equals(old.get(contact))) {
            session.update(BindingRow.of(binding));
          }
        });
  }

  private static Map<String, Binding> byContact(List<Binding> bindings) {
    return bindings.stream().collect(Collectors.toMap(Binding::contact, Function.identity()));
  }
}
