package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.msilo.testing.TestDatabase;

/** PostgreSQL has no statistics of a table that was filled a moment ago. */
class IndexPlanTest {
  @Test
  void group_of_users_is_looked_up_by_index_in_a_table_without_statistics() {
    try (Database database = TestDatabase.open(TestDatabase.POSTGRESQL.fresh())) {
      Transactions transactions = database.transactions();
      transactions.write(
          session ->
              session
                  .createNativeMutationQuery(
                      "insert into silo_aor select 'u' || x || '@example.org'"
                          + " from generate_series(1, 15000) x")
                  .executeUpdate());

      List<String> plan =
          transactions.read(
              session ->
                  session
                      .createNativeQuery(
                          "explain select aor from silo_aor where aor in (" + users(128) + ")",
                          String.class)
                      .getResultList());

      assertThat(String.join("\n", plan)).contains("Index").doesNotContain("Seq Scan");
    }
  }

  private static String users(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "'u%d@example.org'".formatted(i * 100))
        .collect(Collectors.joining(", "));
  }
}
