package org.msilo.auth.jpa;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.msilo.auth.Subscriber;
import org.msilo.auth.SubscriberStore;
import org.msilo.message.AddressOfRecord;
import org.msilo.store.GroupCommit;
import org.msilo.store.jpa.ListQuery;
import org.msilo.store.jpa.Transactions;

/**
 * The subscribers on Jakarta Persistence; look-ups are gathered, and nothing is kept between them,
 * so that a new password counts at once on every node. Thread-safe.
 */
public final class JpaSubscriberStore implements SubscriberStore, AutoCloseable {
  private static final int QUEUE = 20_000;
  private static final int GROUP = 512;

  private final Transactions transactions;
  private final GroupCommit<AddressOfRecord, Optional<Subscriber>> lookUps;

  /**
   * @param loops runs the group commit; one thread
   * @param replies where futures are completed
   */
  public JpaSubscriberStore(Transactions transactions, Executor loops, Executor replies) {
    this.transactions = transactions;
    this.lookUps =
        new GroupCommit<>("subscriber look-ups", this::lookUp, QUEUE, GROUP, loops, replies);
  }

  /** The entities this store needs in the persistence unit. */
  public static List<Class<?>> entities() {
    return List.of(SubscriberRow.class);
  }

  /** Takes no more work, and finishes what it has in the background. */
  @Override
  public void close() {
    lookUps.close();
  }

  /** Whether all work given to it has been done and answered. */
  public boolean isIdle() {
    return lookUps.isIdle();
  }

  @Override
  public CompletableFuture<Optional<Subscriber>> find(AddressOfRecord aor) {
    return lookUps.submit(aor);
  }

  private List<Optional<Subscriber>> lookUp(List<AddressOfRecord> aors) {
    List<String> names = aors.stream().map(AddressOfRecord::user).distinct().toList();
    List<String> domains = aors.stream().map(AddressOfRecord::host).distinct().toList();
    Map<AddressOfRecord, SubscriberRow> found =
        transactions.read(
            session ->
                ListQuery.on(session)
                    .list("names", names)
                    .list("domains", domains)
                    .select(
                        "from Subscriber s where s.username in :names and s.domain in :domains",
                        SubscriberRow.class)
                    .getResultList()
                    .stream()
                    .collect(Collectors.toMap(SubscriberRow::aor, row -> row)));
    return aors.stream()
        .map(aor -> Optional.ofNullable(found.get(aor)).map(SubscriberRow::toSubscriber))
        .toList();
  }

  @Override
  public void putAll(List<Subscriber> subscribers) {
    transactions.write(
        session -> {
          subscribers.forEach(subscriber -> put(session, subscriber));
          return null;
        });
  }

  private static void put(StatelessSession session, Subscriber subscriber) {
    SubscriberRow row = SubscriberRow.of(subscriber);
    AddressOfRecord aor = subscriber.aor();
    if (session.get(SubscriberRow.class, new SubscriberKey(aor.user(), aor.host())) == null) {
      session.insert(row);
    } else {
      session.update(row);
    }
  }

  @Override
  public boolean remove(AddressOfRecord aor) {
    return transactions.write(
            session ->
                session
                    .createMutationQuery(
                        "delete from Subscriber s"
                            + " where s.username = :username and s.domain = :domain")
                    .setParameter("username", aor.user())
                    .setParameter("domain", aor.host())
                    .executeUpdate())
        > 0;
  }

  @Override
  public List<Subscriber> listAfter(Optional<AddressOfRecord> previous, int limit) {
    return transactions.read(
        session ->
            session
                .createSelectionQuery(
                    "from Subscriber s where s.domain > :domain"
                        + " or s.domain = :domain and s.username > :username"
                        + " order by s.domain, s.username",
                    SubscriberRow.class)
                .setParameter("domain", previous.map(AddressOfRecord::host).orElse(""))
                .setParameter("username", previous.map(AddressOfRecord::user).orElse(""))
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(SubscriberRow::toSubscriber)
                .toList());
  }
}
