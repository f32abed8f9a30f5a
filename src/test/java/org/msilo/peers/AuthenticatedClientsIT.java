package org.msilo.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.DigestAnswer;
import org.msilo.testing.FreePort;
import org.msilo.testing.Homes;
import org.msilo.testing.WarProcess;

/** Clients of others log in at the packaged war, with users from the table of another server. */
@Tag("peers")
class AuthenticatedClientsIT {
  private static final int USERS = 500;
  private static final String PASSWORD = "secret";

  @TempDir private Path home;
  @TempDir private Path folder;
  private final int port = FreePort.find();

  @BeforeEach
  void subscribers() throws SQLException {
    try (Connection connection = DriverManager.getConnection(subscribersUrl(), "sa", "")) {
      connection
          .createStatement()
          .execute("create table subscriber (username varchar, domain varchar, ha1 varchar)");
      try (PreparedStatement row =
          connection.prepareStatement("insert into subscriber values (?, '127.0.0.1', ?)")) {
        for (int i = 0; i < USERS; i++) {
          row.setString(1, "user" + i);
          row.setString(2, DigestAnswer.hash("MD5", "user" + i + ":127.0.0.1:" + PASSWORD));
          row.addBatch();
        }
        row.executeBatch();
      }
    }
  }

  @Test
  void five_hundred_users_of_sipp_log_in_to_send_and_to_fetch() throws Exception {
    Sipp sipp = new Sipp(folder);
    try (WarProcess server = server()) {
      sipp.usersWithPassword(USERS, PASSWORD);
      assertThat(sipp.call("message-auth", port, FreePort.find(), 200, USERS)).isZero();

      int phones = FreePort.find();
      Process answering = sipp.serve("phones", phones, USERS);
      assertThat(register(sipp, phones, USERS)).isZero();
      assertThat(Sipp.await(answering)).isZero();
      assertThat(server.terminate()).isIn(0, 143);
    }
    assertThat(sipp.logged("phones"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, USERS).mapToObj(i -> "user" + i + " " + (i + 1)).toList());
    assertThat(Homes.rows(home)).isZero();
  }

  @Test
  void a_wrong_password_sends_nothing_and_gets_no_mail() throws Exception {
    Sipp sipp = new Sipp(folder);
    try (WarProcess server = server()) {
      sipp.usersWithPassword(1, PASSWORD);
      assertThat(sipp.call("message-auth", port, FreePort.find(), 1, 1)).isZero();

      sipp.usersWithPassword(1, "guessed");
      assertThat(sipp.call("message-auth", port, FreePort.find(), 1, 1)).isNotZero();
      assertThat(register(sipp, FreePort.find(), 1)).isNotZero();
      assertThat(sipsak("guessed")).doesNotContain("200 OK");
      assertThat(server.terminate()).isIn(0, 143);
      assertThat(server.output()).doesNotContain(PASSWORD, "guessed");
    }
    assertThat(Homes.rows(home, "user0@127.0.0.1")).isEqualTo(1);
  }

  @Test
  void sipsak_logs_in() throws Exception {
    try (WarProcess server = server()) {
      assertThat(sipsak(PASSWORD)).contains("200 OK").contains("sip:user0@127.0.0.1:9");
      assertThat(server.terminate()).isIn(0, 143);
    }
  }

  private WarProcess server() {
    return WarProcess.server(
        home,
        port,
        "--auth=all",
        "--auth_algorithms=MD5",
        "--auth_query=select ha1 from subscriber where username = ? and domain = ?",
        "--auth_db_url=" + subscribersUrl(),
        "--auth_db_user=sa");
  }

  private String subscribersUrl() {
    return "jdbc:h2:file:" + folder.resolve("subscribers");
  }

  private int register(Sipp sipp, int phones, int users) {
    return sipp.call(
        "register-auth", port, FreePort.find(), 250, users, "-key", "contact", "" + phones);
  }

  private String sipsak(String password) throws Exception {
    List<String> command = new ArrayList<>(List.of("sipsak", "-vvv", "-U", "-x", "300"));
    command.addAll(List.of("-C", "sip:user0@127.0.0.1:9", "-u", "user0", "-a", password));
    command.addAll(List.of("-s", "sip:user0@127.0.0.1:" + port));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(output).isTrue();
    return output;
  }
}
