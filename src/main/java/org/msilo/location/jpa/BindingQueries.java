package org.msilo.location.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.msilo.location.BoundPage;
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
  static void deleteUnbound(StatelessSession session, Collection<String> aors) {
    ListQuery.on(session)
        .list("aors", aors)
        .change(
            "delete from {aor} where aor in :aors"
                + " and not exists (select 1 from {binding} b where b.aor = {aor}.aor)")
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

  /**
   * Goes by the key of the addresses-of-record, and asks for the bindings of those it finds. To
   * sift the bindings themselves by time and sort them, PostgreSQL looks at all that live for each
   * page, when it has no statistics of times to come.
   */
  static BoundPage boundAfter(StatelessSession session, String previous, Instant now, int limit) {
    List<String> page = aorsAfter(session, previous, limit);
    Set<String> living = page.isEmpty() ? Set.of() : withLiveBinding(session, page, now);
    return new BoundPage(
        page.stream().filter(living::contains).map(AddressOfRecord::ofCanonical).toList(),
        page.size() < limit
            ? Optional.empty()
            : Optional.of(AddressOfRecord.ofCanonical(page.get(page.size() - 1))));
  }

  private static List<String> aorsAfter(StatelessSession session, String previous, int limit) {
    return session
        .createSelectionQuery(
            // What is no address must not stop the clock for all others.
            "select a.aor from Aor a where a.aor > :previous"
                + " and a.aor like '_%@%' and a.aor not like '%@'"
                + " order by a.aor",
            String.class)
        .setParameter("previous", previous)
        .setMaxResults(limit)
        .getResultList();
  }

  private static Set<String> withLiveBinding(
      StatelessSession session, List<String> aors, Instant now) {
    return ListQuery.on(session)
        .list("aors", aors)
        .select("select b.aor, b.expiresAt from Binding b where b.aor in :aors", Lifetime.class)
        .getResultList()
        .stream()
        .filter(binding -> binding.expiresAt.isAfter(now))
        .map(Lifetime::aor)
        .collect(Collectors.toSet());
  }

  /** Whose binding it is, and until when. */
  private record Lifetime(String aor, Instant expiresAt) {}

  /** The keys of those that lapsed first; what was removed is remembered for a while. */
  static List<BindingKey> lapsed(StatelessSession session, Instant now, int limit) {
    return session
        .createSelectionQuery(
            "select b.aor, b.contactKey from Binding b where b.expiresAt <= :now"
                + " and (b.registeredAt < b.expiresAt or b.expiresAt <= :forgotten)"
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
            "delete from {binding} where aor in :aors and contact_key in :keys and expires_at <= :now"
                + " and (registered_at < expires_at or expires_at <= :forgotten)")
        .setParameter("now", now)
        .setParameter("forgotten", Removals.forgottenBy(now))
        .executeUpdate();
  }
}
