package org.msilo.auth.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.msilo.auth.DigestAlgorithm;
import org.msilo.auth.Subscriber;
import org.msilo.message.AddressOfRecord;
import org.msilo.store.MessageStoreException;
import org.msilo.store.jpa.DatabaseUnavailableException;
import org.msilo.store.jpa.ForeignTables;

/** The table of another server, asked by the operator's query. */
class SubscriberQueryTest {
  private static final String BY_NAME = " from subscriber where username = ? and domain = ?";
  private static final String DOMAIN = "example.org";
  private static final AddressOfRecord BOB = new AddressOfRecord("bob", DOMAIN);
  private static final String MD5 = DigestAlgorithm.MD5.ha1("bob", DOMAIN, "secret");
  private static final String SHA_256 = DigestAlgorithm.SHA_256.ha1("bob", DOMAIN, "secret");

  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Connection owner;

  @BeforeEach
  void table() throws SQLException {
    owner = DriverManager.getConnection(url, "sa", "");
    execute(
        "create table subscriber (username varchar(64), domain varchar(64),"
            + " password varchar(64), ha1 varchar(128), ha1_sha256 varchar(128))");
    insert("bob", MD5, SHA_256);
  }

  @AfterEach
  void end() throws SQLException {
    owner.close();
    threads.shutdown();
  }

  @Test
  void one_column_or_both_give_what_they_have() {
    try (SubscriberQuery md5 = query("select ha1" + BY_NAME);
        SubscriberQuery sha256 = query("select ha1_sha256" + BY_NAME);
        SubscriberQuery both = query("select ha1_sha256, ha1" + BY_NAME)) {
      assertThat(md5.find(BOB).join())
          .contains(new Subscriber(BOB, Optional.of(MD5), Optional.empty()));
      assertThat(sha256.find(BOB).join())
          .contains(new Subscriber(BOB, Optional.empty(), Optional.of(SHA_256)));
      assertThat(both.find(BOB).join()).contains(Subscriber.withPassword(BOB, "secret"));
      assertThat(both.find(new AddressOfRecord("' or ''='", DOMAIN)).join()).isEmpty();
    }
  }

  @Test
  void what_is_no_hash_or_is_there_twice_is_nobody() throws SQLException {
    insert("short", "abc", null);
    insert("none", null, "");
    insert("twice", MD5, SHA_256);
    insert("twice", MD5, SHA_256);
    try (SubscriberQuery query = query("select ha1, ha1_sha256" + BY_NAME)) {
      for (String name : List.of("short", "none", "twice")) {
        assertThat(query.find(new AddressOfRecord(name, DOMAIN)).join()).as(name).isEmpty();
      }
      assertThat(query.find(BOB).join()).isPresent();
    }
  }

  @Test
  void a_new_password_counts_at_once_and_many_look_ups_are_gathered() throws SQLException {
    try (SubscriberQuery query = query("select ha1" + BY_NAME)) {
      List<CompletableFuture<Optional<Subscriber>>> found =
          IntStream.range(0, 1000).mapToObj(i -> query.find(BOB)).toList();
      assertThat(found).allMatch(it -> it.join().isPresent());

      execute("update subscriber set ha1 = '" + "0".repeat(32) + "'");

      assertThat(query.find(BOB).join().orElseThrow().ha1()).contains("0".repeat(32));
    }
  }

  @Test
  void a_query_that_cannot_work_is_told_at_the_start_in_one_line() {
    for (String wrong :
        List.of(
            "select nothing" + BY_NAME,
            "select ha1 from nowhere where username = ? and domain = ?",
            "select ha1, frm subscriber where username = ? and domain = ?")) {
      assertThatExceptionOfType(DatabaseUnavailableException.class)
          .isThrownBy(() -> query(wrong).close())
          .withMessageStartingWith("auth_query cannot be used: ")
          .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }
  }

  @Test
  void other_columns_such_as_a_password_in_clear_are_refused() {
    for (String wrong : List.of("select password", "select *", "select ha1, domain")) {
      assertThatExceptionOfType(DatabaseUnavailableException.class)
          .isThrownBy(() -> query(wrong + BY_NAME).close())
          .withMessageContaining("it must give ha1, ha1_sha256 or both");
    }
  }

  @Test
  void a_database_that_is_not_there_is_told_without_its_password() {
    assertThatExceptionOfType(DatabaseUnavailableException.class)
        .isThrownBy(() -> ForeignTables.open("jdbc:h2:mem:gone;IFEXISTS=TRUE", "sa", "geheim"))
        .withMessageStartingWith("auth_db_url: ")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("geheim"));
  }

  @Test
  void a_failure_later_on_fails_the_look_up_and_the_next_one_works() throws SQLException {
    try (SubscriberQuery query = query("select ha1" + BY_NAME)) {
      execute("alter table subscriber rename to elsewhere");
      assertThat(query.find(BOB))
          .failsWithin(java.time.Duration.ofSeconds(30))
          .withThrowableThat()
          .withCauseInstanceOf(MessageStoreException.class);
      execute("alter table elsewhere rename to subscriber");
      assertThat(query.find(BOB).join()).isPresent();
    }
  }

  private SubscriberQuery query(String sql) {
    return new SubscriberQuery(ForeignTables.open(url, "sa", ""), sql, threads, threads);
  }

  private void insert(String name, String md5, String sha256) throws SQLException {
    try (var row = owner.prepareStatement("insert into subscriber values (?, ?, 'x', ?, ?)")) {
      row.setString(1, name);
      row.setString(2, DOMAIN);
      row.setString(3, md5);
      row.setString(4, sha256);
      row.executeUpdate();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }
}
