package org.msilo.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.FreePort;
import org.msilo.testing.Homes;
import org.msilo.testing.WarProcess;

/** The packaged war under sipp. */
@Tag("peers")
class SippIT {
  private static final int USERS = 500;

  @TempDir Path home;
  @TempDir Path folder;

  @Test
  void five_thousand_messages_survive_kill_9_and_arrive_once_and_in_order() throws Exception {
    Sipp sipp = new Sipp(folder);
    int port = FreePort.find();
    try (WarProcess server = WarProcess.server(home, port)) {
      store(sipp, port, 5000, "u1");
      server.kill9();
    }
    try (WarProcess server = WarProcess.server(home, port)) {
      fetch(sipp, port, 5000, server);
    }
    assertArrivedOnceAndInOrder(sipp, 5000);
  }

  @Test
  void messages_pass_over_tcp() throws Exception {
    Sipp sipp = new Sipp(folder);
    int port = FreePort.find();
    try (WarProcess server = WarProcess.server(home, port)) {
      store(sipp, port, 1000, "t1");
      fetch(sipp, port, 1000, server);
    }
    assertArrivedOnceAndInOrder(sipp, 1000);
  }

  private static void store(Sipp sipp, int port, int messages, String transport)
      throws IOException {
    sipp.users(USERS);
    assertThat(sipp.call("message", port, FreePort.find(), 500, messages, "-t", transport))
        .isZero();
  }

  private static void fetch(Sipp sipp, int port, int messages, WarProcess server) {
    int phones = FreePort.find();
    Process answering = sipp.serve("phones", phones, messages);
    assertThat(register(sipp, port, phones)).isZero();
    assertThat(Sipp.await(answering)).isZero();
    assertThat(server.terminate()).isIn(0, 143);
  }

  private void assertArrivedOnceAndInOrder(Sipp sipp, int messages) throws IOException {
    assertThat(byUser(sipp.logged("phones"))).isEqualTo(expected(messages));
    assertThat(Homes.rows(home)).isZero();
  }

  private static int register(Sipp sipp, int port, int phones) {
    return sipp.call(
        "register", port, FreePort.find(), 250, USERS, "-key", "contact", String.valueOf(phones));
  }

  /** The numbers each user was sent, in the order of arrival. */
  private static Map<String, List<Integer>> byUser(List<String> logged) {
    Map<String, List<Integer>> arrived = new LinkedHashMap<>();
    for (String line : logged) {
      String[] words = line.split(" ");
      arrived.computeIfAbsent(words[0], user -> new ArrayList<>()).add(Integer.valueOf(words[1]));
    }
    return arrived;
  }

  /** Call numbers begin at 1 and users at 0, and both go round together. */
  private static Map<String, List<Integer>> expected(int messages) {
    Map<String, List<Integer>> expected = new LinkedHashMap<>();
    IntStream.rangeClosed(1, messages)
        .forEach(
            n ->
                expected
                    .computeIfAbsent("user" + (n - 1) % USERS, user -> new ArrayList<>())
                    .add(n));
    return expected;
  }
}
