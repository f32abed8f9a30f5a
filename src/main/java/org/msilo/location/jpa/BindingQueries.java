package org.msilo.location.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.msilo.location.Removals;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.store.jpa.ListQuery;

/** The questions and changes to the table of bindings. */
final class BindingQueries {
  private BindingQueries() {}

  /** All bindings, lapsed ones among them, of these addresses-of-record. */
  static Map<AddressOfRecord, List<Binding>> bindingsOf(
      StatelessSession session, Collection<AddressOfRecord> aors) {
    return ListQuery.on(session)
        .list("aors", aors.stream().map(AddressOfRecord::toString).toList())
        .select("from Binding b where b.aor in :aors", BindingRow.class)
        .getResultList()
        .stream()
        .map(BindingRow::toBinding)
        .collect(Collectors.groupingBy(Binding::aor));
  }

  /**
   * Waits until no other node changes these addresses-of-record, and keeps them from it until the
   * transaction ends.
   *
   * @return those that are locked now; nobody has registered for the others
   */
  static Set<String> lock(StatelessSession session, Collection<String> aors) {
    return ListQuery.on(session)
        .list("aors", aors)
        .select(
            // In order, so that none deadlock.
            "from Aor a where a.aor in :aors order by a.aor", AorRow.class)
        .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
        .getResultList()
        .stream()
        .map(AorRow::aor)
        .collect(Collectors.toSet());
  }

  /** Forgets those of these addresses-of-record that have no bindings any more. */
  static int deleteUnbound(StatelessSession session, Collection<String> aors) {
    lock(session, aors);
    return ListQuery.on(session)
        .list("aors", aors)
        .change(
            "delete from Aor a where a.aor in :aors"
                + " and not exists (select 1 from Binding b where b.aor = a.aor)")
        .executeUpdate();
  }

  static void closeToMail(StatelessSession session, Binding binding) {
    session
        .createMutationQuery(
            "update Binding b set b.closedToMail = true"
                + " where b.aor = :aor and b.contactKey = :contactKey"
                + " and b.registeredAt = :registeredAt")
        .setParameter("aor", binding.aor().toString())
        .setParameter("contactKey", BindingKey.of(binding).contactKey())
        .setParameter("registeredAt", binding.registeredAt())
        .executeUpdate();
  }

  static List<AddressOfRecord> boundAfter(
      StatelessSession session, String previous, Instant now, int limit) {
    return session
        .createSelectionQuery(
            // What is no address must not stop the clock for all others.
            "select distinct b.aor from Binding b where b.aor > :previous and b.expiresAt > :now"
                + " and b.aor like '_%@%' and b.aor not like '%@'"
                + " order by b.aor",
            String.class)
        .setParameter("previous", previous)
        .setParameter("now", now)
        .setMaxResults(limit)
        .getResultList()
        .stream()
        .map(AddressOfRecord::ofCanonical)
        .toList();
  }

  /** Whose the removed ones were, once for each. */
  static List<String> deleteExpired(StatelessSession session, Instant now, int limit) {
    List<BindingRow> lapsed =
        session
            .createSelectionQuery(
                "from Binding b where b.expiresAt <= :now"
                    + " and (b.registeredAt < b.expiresAt or b.expiresAt <= :forgotten)"
                    + " order by b.expiresAt",
                BindingRow.class)
            .setParameter("now", now)
            .setParameter("forgotten", Removals.forgottenBy(now))
            .setMaxResults(limit)
            .getResultList();
    lapsed.forEach(row -> deleteExpired(session, row, now));
    return lapsed.stream().map(BindingRow::aor).toList();
  }

  /** Another node may have removed it meanwhile, or a REGISTER may have given it a new life. */
  private static void deleteExpired(StatelessSession session, BindingRow row, Instant now) {
    session
        .createMutationQuery(
            "delete from Binding b"
                + " where b.aor = :aor and b.contactKey = :contactKey and b.expiresAt <= :now")
        .setParameter("aor", row.aor())
        .setParameter("contactKey", row.contactKey())
        .setParameter("now", now)
        .executeUpdate();
  }
}
