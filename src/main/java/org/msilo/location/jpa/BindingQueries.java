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
  /** What was removed before its time is remembered for a while. */
  private static final String IS_LAPSED =
      "b.expiresAt <= :now and (b.registeredAt < b.expiresAt or b.expiresAt <= :forgotten)";

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
  static void deleteUnbound(StatelessSession session, Collection<String> aors) {
    ListQuery.on(session)
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

  /** The keys of those that lapsed first. */
  static List<BindingKey> lapsed(StatelessSession session, Instant now, int limit) {
    return session
        .createSelectionQuery(
            "select b.aor, b.contactKey from Binding b where "
                + IS_LAPSED
                + " order by b.expiresAt",
            BindingKey.class)
        .setParameter("now", now)
        .setParameter("forgotten", Removals.forgottenBy(now))
        .setMaxResults(limit)
        .getResultList();
  }

  /** Another node may have removed some meanwhile, or a REGISTER may have given them a new life. */
  static void deleteLapsed(StatelessSession session, List<BindingKey> lapsed, Instant now) {
    ListQuery.on(session)
        .list("aors", lapsed.stream().map(BindingKey::aor).toList())
        .list("keys", lapsed.stream().map(BindingKey::contactKey).toList())
        .change(
            "delete from Binding b where b.aor in :aors and b.contactKey in :keys and " + IS_LAPSED)
        .setParameter("now", now)
        .setParameter("forgotten", Removals.forgottenBy(now))
        .executeUpdate();
  }
}
