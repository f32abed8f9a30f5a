package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.msilo.testing.MessageFixtures.message;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.msilo.limit.LimitCounts;
import org.msilo.store.AppendResult;
import org.msilo.store.Quota;
import org.msilo.testing.TestDatabase;

/** The tables: made, changed, and left alone. */
class SchemaTest {
  private static final String HISTORY = "silo_schema_history";

  @Test
  void tables_and_columns_are_the_same_everywhere() throws Exception {
    Set<String> h2 = columns(opened(TestDatabase.H2));

    assertThat(h2).contains("silo.mailbox", "silo_binding.contact_key", "silo_node.number");
    assertThat(columns(opened(TestDatabase.POSTGRESQL))).isEqualTo(h2);
    assertThat(columns(opened(TestDatabase.MARIADB))).isEqualTo(h2);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void nodes_that_start_at_once_on_an_empty_database_take_turns(TestDatabase on) {
    DatabaseSettings settings = on.fresh();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<CompletableFuture<Database>> nodes =
          Stream.generate(
                  () -> CompletableFuture.supplyAsync(() -> TestDatabase.open(settings), threads))
              .limit(on == TestDatabase.H2 ? 1 : 3)
              .toList();

      for (CompletableFuture<Database> node : nodes) {
        try (Database database = node.join()) {
          assertThat(new SharedSecrets(database.transactions()).get("any")).hasSize(32);
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void table_of_somebody_else_is_left_alone(TestDatabase on) throws Exception {
    DatabaseSettings settings = on.fresh();
    execute(settings, "create table silo (mid integer, body varchar(10))");
    execute(settings, "insert into silo values (1, 'old')");
    Set<String> before = columns(settings);

    assertThatExceptionOfType(DatabaseUnavailableException.class)
        .isThrownBy(() -> TestDatabase.open(settings))
        .withMessageContaining("table silo is there already")
        .withMessageContaining("db_table")
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));

    assertThat(columns(settings)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void other_tables_of_others_do_not_matter(TestDatabase on) throws Exception {
    DatabaseSettings settings = on.fresh();
    execute(settings, "create table location (aor varchar(10))");

    TestDatabase.open(settings).close();

    assertThat(columns(settings)).contains("location.aor", "silo.mailbox");
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void tables_of_a_newer_program_are_left_alone(TestDatabase on) throws Exception {
    DatabaseSettings settings = opened(on);
    String quote = on == TestDatabase.MARIADB ? "`" : "\"";
    String columns =
        Stream.of("installed_rank", "version", "description", "type", "script", "installed_by")
            .map(name -> quote + name + quote)
            .reduce((a, b) -> a + "," + b)
            .orElseThrow();
    execute(
        settings,
        "insert into %s (%s, %s, %s) values (99, '999', 'later', 'SQL', 'V999__later.sql', 'x', 1, %s)"
            .formatted(
                quote + HISTORY + quote,
                columns,
                quote + "execution_time" + quote,
                quote + "success" + quote,
                "true"));

    assertThatExceptionOfType(DatabaseUnavailableException.class)
        .isThrownBy(() -> TestDatabase.open(settings))
        .withMessageContaining("newer msilo")
        .withMessageContaining("999")
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  /** Names of indexes are taken for the whole schema in these two. */
  @ParameterizedTest
  @EnumSource(value = TestDatabase.class, mode = Mode.EXCLUDE, names = "MARIADB")
  void migration_that_fails_half_way_leaves_the_old_state(TestDatabase on) throws Exception {
    DatabaseSettings settings = on.fresh();
    execute(settings, "create table other (a integer)");
    execute(settings, "create index silo_round_by_due on other (a)");

    assertThatExceptionOfType(DatabaseUnavailableException.class)
        .isThrownBy(() -> TestDatabase.open(settings))
        .withMessageContaining("as they were before")
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));

    assertThat(columns(settings)).filteredOn(c -> !c.startsWith(HISTORY)).containsOnly("other.a");
    execute(settings, "drop index silo_round_by_due");
    assertOpensAndKeepsMail(settings);
  }

  /** A user who may make some tables, but not all. */
  @Test
  void migration_that_fails_half_way_leaves_the_old_state_in_mariadb() throws Exception {
    DatabaseSettings settings = TestDatabase.MARIADB.fresh();
    String name = settings.url().substring(settings.url().lastIndexOf('/') + 1);
    String user = "half_" + name;
    execute(settings, "create user " + user + "@localhost identified by 'x'");
    execute(
        settings,
        "grant select, insert, update, delete, drop, alter, index on %s.* to %s@localhost"
            .formatted(name, user));
    for (String table : List.of("silo", "silo_binding", "silo_aor", HISTORY)) {
      execute(settings, "grant create on %s.%s to %s@localhost".formatted(name, table, user));
    }
    DatabaseSettings half = new DatabaseSettings(settings.url(), user, "x", "silo");

    assertThatExceptionOfType(DatabaseUnavailableException.class)
        .isThrownBy(() -> TestDatabase.open(half))
        .withMessageContaining("as they were before")
        .withMessageContaining("silo_round");

    assertThat(columns(settings)).isEmpty();
    execute(settings, "grant create on %s.* to %s@localhost".formatted(name, user));
    assertOpensAndKeepsMail(half);
  }

  /** PostgreSQL rolls back changes of tables by itself. */
  @ParameterizedTest
  @EnumSource(value = TestDatabase.class, mode = Mode.EXCLUDE, names = "POSTGRESQL")
  void every_migration_can_be_taken_back(TestDatabase on) throws Exception {
    DatabaseSettings settings = opened(on);
    String product = on.name().toLowerCase(Locale.ROOT);
    MigrationScripts scripts = new MigrationScripts("db", product, "silo");
    List<String> names;
    try (Stream<Path> files = Files.list(Path.of("src/main/resources", scripts.migrations()))) {
      names =
          files
              .map(file -> file.getFileName().toString())
              .sorted(Comparator.comparing(SchemaTest::version).reversed())
              .toList();
    }

    for (String name : names) {
      for (String statement : scripts.undoing(name)) {
        execute(settings, statement);
      }
    }

    assertThat(columns(settings)).allSatisfy(c -> assertThat(c).startsWith(HISTORY));
  }

  private static int version(String script) {
    return Integer.parseInt(script.substring(1, script.indexOf("__")));
  }

  private static DatabaseSettings opened(TestDatabase on) {
    DatabaseSettings settings = on.fresh();
    TestDatabase.open(settings).close();
    return settings;
  }

  private static void assertOpensAndKeepsMail(DatabaseSettings settings) {
    try (Database database = TestDatabase.open(settings)) {
      assertThat(
              new AppendTransaction(
                      database.transactions(),
                      new MailboxRoom(Quota.NONE, Clock.systemUTC(), new LimitCounts()))
                  .run(List.of(message(1))))
          .containsExactly(AppendResult.STORED);
    }
  }

  private static Connection connect(DatabaseSettings settings) throws Exception {
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }

  private static void execute(DatabaseSettings settings, String sql) throws Exception {
    try (Connection connection = connect(settings);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** As table.column in lower case. */
  private static Set<String> columns(DatabaseSettings settings) throws Exception {
    Set<String> names = new TreeSet<>();
    try (Connection connection = connect(settings);
        var columns =
            connection
                .getMetaData()
                .getColumns(connection.getCatalog(), connection.getSchema(), "%", "%")) {
      while (columns.next()) {
        String name = columns.getString("TABLE_NAME") + "." + columns.getString("COLUMN_NAME");
        names.add(name.toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}
