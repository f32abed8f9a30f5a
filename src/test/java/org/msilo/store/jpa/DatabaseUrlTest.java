package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is added to the operator's URL, and what is not. */
class DatabaseUrlTest {
  @Test
  void options_are_added() {
    assertThat(DatabaseUrl.of("jdbc:postgresql://db/silo").text())
        .startsWith("jdbc:postgresql://db/silo?reWriteBatchedInserts=true&connectTimeout=5&");
    assertThat(DatabaseUrl.of("jdbc:mariadb://db/silo?sslMode=trust").text())
        .startsWith("jdbc:mariadb://db/silo?sslMode=trust&useBulkStmtsForInserts=true&");
  }

  @Test
  void word_of_the_operator_stands() {
    assertThat(
            DatabaseUrl.of(
                    "jdbc:postgresql://db/silo?rewritebatchedinserts=false&socketTimeout=7"
                        + "&ApplicationName=connectTimeout")
                .text())
        .doesNotContain("reWriteBatchedInserts=true", "socketTimeout=60")
        .contains("&connectTimeout=5");
  }

  @Test
  void mysql_is_spoken_to_by_the_driver_of_mariadb() {
    DatabaseUrl mysql = DatabaseUrl.of("jdbc:mysql://db:3307/silo?allowPublicKeyRetrieval=true");

    assertThat(mysql.driver()).isEqualTo("org.mariadb.jdbc.Driver");
    assertThat(mysql.text())
        .startsWith("jdbc:mariadb://db:3307/silo?allowPublicKeyRetrieval=true&");
  }

  @Test
  void password_in_a_url_is_not_shown() {
    assertThat(DatabaseUrl.of("jdbc:postgresql://db/silo?password=hunter2"))
        .asString()
        .doesNotContain("hunter2");
  }
}
