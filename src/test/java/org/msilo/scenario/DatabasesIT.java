package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.testing.FreePort;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestDatabase;
import org.msilo.testing.WarProcess;

/** The packaged war on the databases of others. */
@NotStandalone("starts the executable war, on other databases")
class DatabasesIT {
  private final int port = FreePort.find();
  @TempDir private Path home;

  @ParameterizedTest
  @EnumSource(value = TestDatabase.class, mode = Mode.EXCLUDE, names = "H2")
  void mail_waits_in_it_across_a_kill_and_goes_out_at_once(TestDatabase on) {
    String[] arguments = arguments(on.fresh());
    try (SipPhone alice = SipPhone.udp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port)) {
      try (WarProcess server = WarProcess.server(home, port, arguments)) {
        assertThat(server.output()).contains("this is node 0");
        assertThat(alice.send(bob, "1").status()).isEqualTo(202);
        assertThat(alice.send(bob, "2").status()).isEqualTo(202);
        server.kill9();
      }
      try (WarProcess server = WarProcess.server(home, port, arguments)) {
        assertThat(server.output()).contains("this is node 0");
        bob.register();
        bob.awaitMessages(2);
        bob.assertNoMoreMessagesThan(2);
        assertThat(bob.texts()).containsExactly("1", "2");
        assertThat(server.terminate()).isIn(0, 143);
        assertThat(server.output()).doesNotContain("Exception", "keeper:");
      }
    }
    assertThat(home.resolve("silo.mv.db")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(value = TestDatabase.class, mode = Mode.EXCLUDE, names = "H2")
  void nodes_on_one_database_have_numbers_of_their_own(TestDatabase on) {
    String[] arguments = arguments(on.fresh());
    int otherPort = FreePort.find();
    try (WarProcess first = WarProcess.server(home.resolve("a"), port, arguments);
        WarProcess second = WarProcess.server(home.resolve("b"), otherPort, arguments);
        SipPhone alice = SipPhone.udp("alice", port);
        SipPhone bob = SipPhone.udp("bob", otherPort)) {
      assertThat(first.output()).contains("this is node 0");
      assertThat(second.output()).contains("this is node 1");
      assertThat(alice.send(bob, "by way of the database").status()).isEqualTo(202);

      bob.register();

      assertThat(bob.awaitMessage().text()).isEqualTo("by way of the database");
    }
  }

  @ParameterizedTest
  @EnumSource(value = TestDatabase.class, mode = Mode.EXCLUDE, names = "H2")
  void wrong_password_is_one_line_and_status_1(TestDatabase on) {
    DatabaseSettings right = on.fresh();
    String[] wrong =
        arguments(new DatabaseSettings(right.url(), right.user() + "x", "hunter2", "silo"));
    try (WarProcess server =
        WarProcess.run(
            Stream.concat(WarProcess.serverArguments(home, port).stream(), Stream.of(wrong))
                .toArray(String[]::new))) {
      assertThat(server.exitValue()).as(server.output()).isEqualTo(1);
      assertThat(server.lines())
          .filteredOn(line -> line.startsWith("msilo"))
          .singleElement()
          .asString()
          .contains("refuses db_user or db_password");
      assertThat(server.output()).doesNotContain("Exception", "\tat ", "hunter2");
    }
  }

  private static String[] arguments(DatabaseSettings settings) {
    return List.of(
            "--db_url=" + settings.url(),
            "--db_user=" + settings.user(),
            "--db_password=" + settings.password())
        .toArray(String[]::new);
  }
}
