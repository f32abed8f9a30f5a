package org.msilo.location.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;
import org.msilo.location.BoundPage;
import org.msilo.message.AddressOfRecord;
import org.msilo.store.jpa.Database;
import org.msilo.store.jpa.Transactions;
import org.msilo.testing.TestDatabase;

/** PostgreSQL's statistics know nothing of bindings that live longer than all before. */
class BoundAfterTest {
  private static final int LIVING = 20_000;

  @Test
  void page_of_users_does_not_look_at_the_bindings_of_all() {
    try (Database database = TestDatabase.open(TestDatabase.POSTGRESQL.fresh())) {
      Transactions transactions = database.transactions();
      transactions.write(session -> bind(session, "a", LIVING / 2, "now() - interval '1 hour'"));
      transactions.write(
          session -> session.createNativeMutationQuery("analyze silo_binding").executeUpdate());
      transactions.write(session -> bind(session, "b", LIVING, "now() + interval '1 hour'"));

      BoundPage page =
          transactions.read(
              session -> {
                BoundPage users = BindingQueries.boundAfter(session, "b", Instant.now(), 100);
                assertThat(bindingsRead(session)).isBetween(100L, 1000L);
                return users;
              });

      assertThat(page.bound())
          .hasSize(100)
          .startsWith(new AddressOfRecord("b10000", "example.org"));
    }
  }

  private static int bind(StatelessSession session, String name, int count, String expiry) {
    String users = " from generate_series(1, " + count + ") x";
    session
        .createNativeMutationQuery(
            "insert into silo_aor select '" + name + "' || x || '@example.org'" + users)
        .executeUpdate();
    return session
        .createNativeMutationQuery(
            "insert into silo_binding (aor, contact_key, contact, parameters, q, expires_at,"
                + " call_id, cseq, path, takes_messages, closed_to_mail, registered_at)"
                + (" select '" + name + "' || x || '@example.org', decode(md5(cast(x as text)),")
                + (" 'hex'), 'sip:x@192.0.2.1', '', 1000, " + expiry + ", 'c', 1, '', true, false,")
                + " now()"
                + users)
        .executeUpdate();
  }

  /** Rows of bindings that this transaction has fetched so far, by an index or without one. */
  private static long bindingsRead(StatelessSession session) {
    return session
        .createNativeQuery(
            "select idx_tup_fetch + seq_tup_read from pg_stat_xact_user_tables"
                + " where relname = 'silo_binding'",
            Long.class)
        .getSingleResult();
  }
}
