package org.msilo.location.jpa;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;

/** What makes the rows of one state into those of another, in as few batches as there are kinds. */
final class BindingWrites {
  /** In this order: two nodes that insert the same ones wait for each other, but never mutually. */
  private final Set<String> changedAors = new TreeSet<>();

  private final List<BindingRow> gone = new ArrayList<>();
  private final List<BindingRow> fresh = new ArrayList<>();
  private final List<BindingRow> changed = new ArrayList<>();

  BindingWrites(
      Map<AddressOfRecord, List<Binding>> before, Map<AddressOfRecord, List<Binding>> after) {
    after.forEach((aor, bindings) -> compare(before.getOrDefault(aor, List.of()), bindings));
  }

  private void compare(List<Binding> before, List<Binding> after) {
    Map<BindingKey, Binding> old = byKey(before);
    byKey(after)
        .forEach(
            (key, binding) -> {
              Binding known = old.remove(key);
              if (known == null) {
                add(fresh, binding);
              } else if (!binding.equals(known)) {
                add(changed, binding);
              }
            });
    old.values().forEach(binding -> add(gone, binding));
  }

  private void add(List<BindingRow> rows, Binding binding) {
    rows.add(BindingRow.of(binding));
    changedAors.add(binding.aor().toString());
  }

  private static Map<BindingKey, Binding> byKey(List<Binding> bindings) {
    return bindings.stream().collect(Collectors.toMap(BindingKey::of, Function.identity()));
  }

  /**
   * Writes them. Whoever changes an address-of-record for the first time inserts what is to be
   * locked; of two nodes that do so, one fails and starts over.
   *
   * @param locked those that no other node can change now
   */
  void write(StatelessSession session, Set<String> locked) {
    changedAors.removeAll(locked);
    session.insertMultiple(changedAors.stream().map(AorRow::new).toList());
    session.deleteMultiple(gone);
    session.insertMultiple(fresh);
    session.updateMultiple(changed);
  }
}
