package org.msilo.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.msilo.transfer.ImportTest.kamailio;
import static org.msilo.transfer.ImportTest.with;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.FreePort;
import org.msilo.testing.Homes;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;
import org.msilo.transfer.ForeignSilo.Shape;

/** The commands as an operator runs them, by the packaged war. */
class TransferIT {
  private static final int MANY = 60_000;
  private static final long A_GOOD_PART_BYTES = 3_000_000;

  private final int port = FreePort.find();
  @TempDir private Path folder;

  @Test
  void mail_that_was_taken_over_comes_when_its_user_registers() throws Exception {
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), Shape.KAMAILIO_8);
    silo.add(with(kamailio("one"), "domain", "127.0.0.1", "extra_hdrs", "X-Foo: bar\r\n"));
    silo.add(with(kamailio("two"), "domain", "127.0.0.1"));
    assertThat(run("import", "--from=" + silo.url())).startsWith("0: ").contains("2  taken");

    try (WarProcess server = WarProcess.server(home(), port);
        SipPhone bob = SipPhone.udp("bob", port)) {
      bob.register();
      bob.awaitMessages(2);
      bob.assertNoMoreMessagesThan(2);
      assertThat(bob.texts()).containsExactly("one", "two");
      assertThat(bob.messages().get(0).request().the("From"))
          .startsWith("<sip:alice@example.org>;tag=");
      assertThat(bob.messages().get(0).request().the("X-Foo")).isEqualTo("bar");

      assertThat(run("import", "--from=" + silo.url()))
          .startsWith("1: msilo: the database is in use by another process: stop that one")
          .hasLineCount(1);
      assertThat(server.terminate()).isIn(0, 143);
    }
    assertThat(run("import", "--from=" + silo.url())).contains("0  taken", "2  there already");
  }

  @Test
  void a_run_that_was_killed_in_the_midst_goes_on_and_repeats_nothing() throws Exception {
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), Shape.KAMAILIO_8);
    silo.addMany(MANY);
    Path database = home().resolve("silo.mv.db");
    try (WarProcess killed = WarProcess.run("import", "--home=" + home(), "--from=" + silo.url())) {
      await("a part has been taken")
          .atMost(Duration.ofSeconds(120))
          .until(() -> Files.exists(database) && Files.size(database) > A_GOOD_PART_BYTES);
      killed.kill9();
    }
    long before = Homes.rows(home());
    assertThat(before).isBetween(1L, MANY - 1L);

    assertThat(run("import", "--from=" + silo.url()))
        .startsWith("0: ")
        .contains((MANY - before) + "  taken", before + "  there already");

    assertThat(Homes.rows(home())).isEqualTo(MANY);
    assertThat(run("export", "--to=jdbc:sqlite:" + folder.resolve("back.db")))
        .startsWith("0: ")
        .contains(MANY + "  taken");
    assertThat(ForeignSilo.in(folder.resolve("back.db")).rows())
        .extracting(row -> new String((byte[]) row.get("body")))
        .hasSize(MANY)
        .startsWith("1", "2", "3")
        .doesNotHaveDuplicates();
  }

  @Test
  void a_dry_run_makes_no_home() throws Exception {
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), Shape.KAMAILIO_8);
    silo.add(kamailio("one"));

    assertThat(run("import", "--dry-run", "--from=" + silo.url()))
        .startsWith("0: dry run")
        .contains("1  taken");

    assertThat(home()).doesNotExist();
  }

  @Test
  void what_is_wrong_with_the_line_is_told_before_anything_happens() {
    assertThat(run("import")).startsWith("2: msilo: Missing required option: '--from=URL'");
    assertThat(run("export")).startsWith("2: msilo: Missing required option: '--to=URL'");
    assertThat(run("import", "--from=jdbc:sqlite:x", "--expire_time=never"))
        .startsWith("2: ")
        .contains("expire_time", "never");
    assertThat(run("import", "--from=jdbc:sqlite:x", "--from-password"))
        .startsWith("2: msilo: there is no terminal to ask for the password at")
        .contains("MSILO_FROM_PASSWORD");
    assertThat(run("import", "--from=jdbc:db2:x")).startsWith("2: msilo: the URL \"jdbc:db2:x\"");
    assertThat(home().resolve("silo.mv.db")).doesNotExist();
  }

  @Test
  void help_tells_the_options_of_each_command() {
    assertThat(run("import", "--help"))
        .startsWith("0: ")
        .contains("--from=URL", "--from-user", "--from-password", "--table", "--dry-run");
    assertThat(run("export", "--help"))
        .startsWith("0: ")
        .contains("--to=URL", "--to-user", "--to-password", "--table")
        .doesNotContain("--dry-run");
    assertThat(run("--help")).contains("import", "export");
  }

  private Path home() {
    return folder.resolve("home");
  }

  /** The exit status and all output. */
  private String run(String command, String... options) {
    List<String> line = new ArrayList<>(List.of(command));
    if (!command.startsWith("--")) {
      line.add("--home=" + home());
    }
    line.addAll(List.of(options));
    try (WarProcess process = WarProcess.run(line.toArray(String[]::new))) {
      return process.exitValue() + ": " + process.output();
    }
  }
}
