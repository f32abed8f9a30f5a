package org.msilo.location.jpa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.msilo.location.RegisterOutcome;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.store.jpa.Transactions;

/**
 * Applies a group of changes in one transaction, in the order in which they came. A change that
 * another node makes to the same address-of-record comes before all of them or after. Thread-safe.
 */
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
    // By a statement of its own: what another node did while this one waited is then seen below.
    Set<String> locked =
        BindingQueries.lock(session, aors.stream().map(AddressOfRecord::toString).toList());
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
    new BindingWrites(before, after).write(session, locked);
    return outcomes;
  }
}
