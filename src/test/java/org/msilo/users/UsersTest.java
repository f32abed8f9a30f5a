package org.msilo.users;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.auth.DigestAlgorithm;
import org.msilo.auth.Subscriber;
import org.msilo.auth.jpa.JpaSubscriberStore;
import org.msilo.message.AddressOfRecord;
import org.msilo.testing.TestDatabase;

class UsersTest {
  private static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final JpaSubscriberStore store =
      new JpaSubscriberStore(TestDatabase.H2.shared().transactions(), threads, threads);
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Users users = new Users(store, new PrintStream(printed, true, UTF_8));

  @AfterEach
  void close() {
    store.close();
    threads.shutdown();
  }

  @Test
  void a_user_is_added_changed_listed_and_removed() throws Exception {
    users.run("add", Map.of("user", "sip:bob@EXAMPLE.org", "password", "old"));
    assertThat(store.find(BOB).join()).contains(Subscriber.withPassword(BOB, "old"));

    users.run("passwd", Map.of("user", "bob@example.org", "password", "new"));
    assertThat(store.find(BOB).join()).contains(Subscriber.withPassword(BOB, "new"));
    users.run("list", Map.of());
    users.run("remove", Map.of("user", "bob@example.org"));

    assertThat(store.find(BOB).join()).isEmpty();
    assertThat(printed.toString(UTF_8).lines())
        .containsExactly(
            "added: bob@example.org",
            "changed: bob@example.org",
            "bob@example.org",
            "removed: bob@example.org");
  }

  @Test
  void what_makes_no_sense_changes_nothing() throws Exception {
    Map<String, String> bob = Map.of("user", "bob@example.org", "password", "x");
    assertRefused("passwd", bob, "there is no user");
    assertRefused("remove", bob, "there is no user");
    assertRefused("add", Map.of("user", "bob@example.org", "password", ""), "must not be empty");
    users.run("add", bob);
    assertRefused("add", bob, "there is a user bob@example.org already");

    String tooLong = "a".repeat(256) + "@example.org";
    for (String name : new String[] {"bob", "@example.org", "", tooLong}) {
      assertThatIllegalArgumentException()
          .as(name)
          .isThrownBy(() -> users.run("add", Map.of("user", name, "password", "x")));
    }
    assertThat(store.listAfter(Optional.empty(), 10)).hasSize(1);
  }

  @Test
  void subscribers_of_another_server_are_taken_over_and_the_rest_is_counted() throws Exception {
    String md5 = DigestAlgorithm.MD5.ha1("old", "example.org", "secret");
    try (Connection table = foreign()) {
      for (int i = 0; i < 1200; i++) {
        row(table, "user" + i, "example.org", "secret", "");
      }
      row(table, "old", "Example.ORG", "", md5);
      row(table, "a%41", "", "secret", "");
      row(table, "", "example.org", "secret", "");
      row(table, "z".repeat(256), "example.org", "secret", "");
      row(table, "nothing", "example.org", "", "no hash");
    }

    assertRefused("import", from("--domain=example.net"), "some rows were left out");

    assertThat(printed.toString(UTF_8).lines())
        .containsExactlyInAnyOrder(
            "imported: 1202",
            "left out: 1 without a name",
            "left out: 1 with a name or domain of more than 255 characters",
            "left out: 1 without a hash or password that can be used");
    AddressOfRecord last = new AddressOfRecord("user1199", "example.org");
    assertThat(store.find(last).join()).contains(Subscriber.withPassword(last, "secret"));
    AddressOfRecord old = new AddressOfRecord("old", "example.org");
    assertThat(store.find(old).join())
        .contains(new Subscriber(old, Optional.of(md5), Optional.empty()));
    // What looks like an escape is none in a table.
    assertThat(store.find(new AddressOfRecord("a%2541", "example.net")).join()).isPresent();
  }

  @Test
  void a_second_import_brings_the_passwords_up_to_date() throws Exception {
    try (Connection table = foreign()) {
      row(table, "bob", "example.org", "new", "");
    }
    store.put(Subscriber.withPassword(BOB, "old"));

    users.run("import", from());
    users.run("import", from());

    assertThat(store.find(BOB).join()).contains(Subscriber.withPassword(BOB, "new"));
    assertThat(store.listAfter(Optional.empty(), 10)).hasSize(1);
  }

  private void assertRefused(String command, Map<String, String> options, String why) {
    assertThatExceptionOfType(UserCommandException.class)
        .isThrownBy(() -> users.run(command, options))
        .withMessageContaining(why);
  }

  private Map<String, String> from(String... more) {
    return more.length == 0
        ? Map.of("from", url())
        : Map.of("from", url(), "domain", more[0].substring("--domain=".length()));
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("kamailio.db");
  }

  private Connection foreign() throws SQLException {
    Connection connection = DriverManager.getConnection(url());
    connection
        .createStatement()
        .execute("create table subscriber (username text, domain text, password text, ha1 text)");
    return connection;
  }

  private static void row(Connection table, String name, String domain, String password, String ha1)
      throws SQLException {
    try (PreparedStatement row =
        table.prepareStatement("insert into subscriber values (?, ?, ?, ?)")) {
      row.setString(1, name);
      row.setString(2, domain);
      row.setString(3, password);
      row.setString(4, ha1);
      row.executeUpdate();
    }
  }
}
