package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.FreePort;
import org.msilo.testing.Homes;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;
import org.msilo.testing.wire.SipText;

/** The packaged war as its operator meets it: help, faults in settings, start and stop. */
@NotStandalone("the command line is the executable war's")
class SettingsIT {
  private static final List<String> ALL =
      List.of(
          "db_url",
          "db_user",
          "db_password",
          "db_table",
          "registrar",
          "expire_time",
          "check_time",
          "clean_period",
          "use_contact",
          "expiry_notice",
          "delivery",
          "device_horizon",
          "mode",
          "next_hop",
          "offline_message",
          "location",
          "domains",
          "relay",
          "default_expires",
          "min_expires",
          "max_expires",
          "fr_timer",
          "max_message_size",
          "max_messages",
          "max_bytes",
          "when_full",
          "sender_rate",
          "source_rate",
          "rate_exempt",
          "notice_rate",
          "max_contacts",
          "max_headers",
          "max_header_bytes",
          "max_connections_per_source",
          "idle_connection",
          "home",
          "listen",
          "http");

  private final int port = FreePort.find();
  @TempDir private Path home;

  @Test
  void help_lists_every_setting_with_its_default() {
    try (WarProcess help = WarProcess.run("--help")) {
      assertThat(help.exitValue()).isZero();
      assertThat(ALL).allSatisfy(name -> assertThat(help.output()).contains("--" + name));
      assertThat(help.output())
          .contains("259200", "65536", "86400", "127.0.0.1:8080", "udp:127.0.0.1:5060");
    }
  }

  @Test
  void version_is_told() {
    try (WarProcess version = WarProcess.run("--version")) {
      assertThat(version.exitValue()).isZero();
      assertThat(version.output()).containsPattern("msilo \\d+\\.\\d+");
    }
  }

  @Test
  void all_faults_are_reported_together_with_their_places() throws IOException {
    Files.writeString(home.resolve("msilo.properties"), "check_time=soon\nno_such_setting=1\n");
    try (WarProcess server =
        WarProcess.run(
            "--home=" + home, "--expire_time=never", "--mode=7", "--expire_tme=5", "--listen=x")) {
      assertThat(server.exitValue()).isEqualTo(2);
      assertThat(server.output())
          .contains("expire_time", "never", "mode", "7", "expire_tme", "listen", "command line")
          .contains("check_time", "soon", "no_such_setting", "msilo.properties")
          .doesNotContain("Exception", "\tat ");
    }
  }

  @Test
  void busy_port_is_one_line_and_status_1() throws IOException {
    try (DatagramSocket occupant = new DatagramSocket(port, InetAddress.getByName("127.0.0.1"));
        WarProcess server = start()) {
      assertThat(occupant.isBound()).isTrue();
      assertFailsToStart(server, Integer.toString(port));
    }
  }

  @Test
  void home_that_is_a_file_is_one_line_and_status_1() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "not a folder");
    try (WarProcess server =
        WarProcess.run(WarProcess.serverArguments(file, port).toArray(String[]::new))) {
      assertFailsToStart(server, file.toString());
    }
  }

  @Test
  void database_locked_by_another_process_is_one_line_and_status_1() {
    try (WarProcess first = WarProcess.server(home, port);
        WarProcess second =
            WarProcess.run(
                WarProcess.serverArguments(home, FreePort.find()).toArray(String[]::new))) {
      assertFailsToStart(second, "home");
      assertThat(first.isReady()).isTrue();
    }
  }

  @Test
  void terminated_server_finishes_what_it_began_and_closes_the_database() {
    try (SipPhone alice = SipPhone.udp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port);
        WarProcess server =
            WarProcess.server(home, port, "--db_user=keeper", "--db_password=hunter2")) {
      assertThat(alice.send(bob, "kept").status()).isEqualTo(202);

      assertThat(server.terminate()).isIn(0, 143);

      assertThat(server.output()).contains("keeper").doesNotContain("hunter2", "Exception");
    }
    try (SipPhone bob = SipPhone.udp("bob", port);
        WarProcess server =
            WarProcess.server(home, port, "--db_user=keeper", "--db_password=hunter2")) {
      bob.register();
      assertThat(bob.awaitMessage().text()).isEqualTo("kept");
      server.terminate();
    }
  }

  @Test
  void file_in_home_is_read_and_the_command_line_wins_over_it() throws IOException {
    Files.writeString(home.resolve("msilo.properties"), "expire_time=100\nmax_message_size=3\n");
    try (SipPhone alice = SipPhone.udp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port);
        WarProcess server = WarProcess.server(home, port, "--expire_time=5000")) {
      assertThat(alice.send(bob, "four").status()).isEqualTo(413);
      assertThat(alice.send(bob, "yes").status()).isEqualTo(202);
      bob.register();
      SipText message = bob.awaitMessage();
      assertThat(Integer.parseInt(message.the("Expires"))).isBetween(4900, 5000);
      server.terminate();
    }
    assertThat(Homes.rows(home)).isZero();
  }

  private WarProcess start() {
    return WarProcess.run(WarProcess.serverArguments(home, port).toArray(String[]::new));
  }

  private static void assertFailsToStart(WarProcess server, String named) {
    assertThat(server.exitValue()).as(server.output()).isEqualTo(1);
    assertThat(server.lines())
        .anySatisfy(line -> assertThat(line).startsWith("msilo").contains(named));
    assertThat(server.output()).doesNotContain("Exception", "\tat ", "msilo is ready");
  }
}
