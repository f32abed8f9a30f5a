package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.testing.FreePort;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestDatabase;
import org.msilo.testing.WarProcess;
import org.msilo.testing.wire.SipText;
import org.msilo.testing.wire.TcpClientSocket;
import org.msilo.testing.wire.TcpSocket;
import org.msilo.testing.wire.WebSocketSocket;

/**
 * Two processes on one PostgreSQL: phones have their connection to the first one, and what is for
 * them comes to the second.
 */
@NotStandalone("starts two executable wars")
class OtherNodeIT {
  private static final Node one = new Node();
  private static final Node two = new Node();

  @TempDir private static Path home;
  private static WarProcess first;
  private static WarProcess second;

  @BeforeAll
  static void start() {
    DatabaseSettings database = TestDatabase.POSTGRESQL.fresh();
    first = one.started(home.resolve("one"), database);
    second = two.started(home.resolve("two"), database);
  }

  @AfterAll
  static void stop() {
    first.close();
    second.close();
  }

  @Test
  void message_comes_to_a_phone_by_the_node_that_has_its_connection() {
    try (SipPhone alice = SipPhone.udp("alice-tcp", two.port);
        SipPhone bob = SipPhone.on("tcp", new TcpClientSocket(one.port))) {
      assertThat(alice.send(bob, "stored").status()).isEqualTo(202);
      bob.register();
      bob.awaitMessages(1);

      await("the mailbox is empty")
          .atMost(SipPhone.PATIENCE)
          .until(() -> alice.send(bob, "relayed").status() == 200);

      SipText relayed = bob.awaitMessages(2).get(bob.messages().size() - 1).request();
      assertThat(relayed.requestUri()).isEqualTo(bob.contact());
      assertThat(relayed.header("Route").orElse("")).doesNotContain("flow.");
      assertThat(bob.texts().get(0)).isEqualTo("stored");
      assertThat(alice.ask(alice.request("OPTIONS", bob.aor())).status()).isEqualTo(200);
    }
  }

  @Test
  void what_the_other_node_has_stored_goes_out_by_the_node_that_has_the_connection() {
    try (SipPhone alice = SipPhone.udp("alice-dump", two.port);
        SipPhone bob = SipPhone.on("dump", new TcpClientSocket(one.port)).answersInTurn(430, 200)) {
      bob.register();

      assertThat(alice.send(bob, "again").status()).as("kept: 430").isEqualTo(202);

      SipText delivered = bob.awaitMessages(2).get(1).request();
      assertThat(delivered.text()).isEqualTo("again");
      assertThat(delivered.has("Expires")).as("it was in the store").isTrue();
      assertThat(delivered.header("Route").orElse("")).doesNotContain("flow.");
      bob.assertNoMoreMessagesThan(2);
    }
  }

  @Test
  void phone_on_a_websocket_is_reached_from_the_other_node() {
    try (SipPhone alice = SipPhone.udp("alice-ws", two.port);
        SipPhone bob = SipPhone.on("ws", new WebSocketSocket(one.webSocketPort))) {
      bob.register();

      assertThat(alice.send(bob, "hello").status()).isEqualTo(200);

      assertThat(bob.awaitMessage().text()).isEqualTo("hello");
    }
  }

  @Test
  void connection_that_is_closed_is_told_and_the_message_waits_for_the_next_one() {
    TcpClientSocket line = new TcpClientSocket(one.port);
    try (SipPhone alice = SipPhone.udp("alice-closed", two.port);
        SipPhone bob = SipPhone.on("closed", line);
        SipPhone elsewhere = SipPhone.on("closed", new TcpClientSocket(two.port))) {
      bob.register();
      assertThat(alice.send(bob, "1").status()).isEqualTo(200);

      line.hangUp();
      await("the first node knows")
          .atMost(SipPhone.PATIENCE)
          .until(() -> alice.send(bob, "2").status() == 202);
      assertThat(alice.send(bob, "3").status()).isEqualTo(202);

      elsewhere.register();
      elsewhere.awaitMessages(2);
      elsewhere.assertNoMoreMessagesThan(2);
      assertThat(elsewhere.texts()).containsExactly("2", "3");
    }
  }

  @Test
  void phone_that_listens_is_connected_to_when_its_connection_is_gone() {
    TcpSocket line = new TcpSocket(one.port);
    try (SipPhone alice = SipPhone.udp("alice-listens", two.port);
        SipPhone bob = SipPhone.on("listens", line)) {
      bob.register();
      assertThat(alice.send(bob, "1").status()).isEqualTo(200);
      assertThat(line.accepted()).isZero();

      line.hangUp();
      await("a node calls")
          .atMost(SipPhone.PATIENCE)
          .until(() -> alice.send(bob, "2").status() == 200 && line.accepted() == 1);
    }
  }

  @Test
  void nobody_else_can_have_a_node_send_on_a_connection() {
    try (SipPhone mallory = SipPhone.udp("mallory", one.port);
        SipPhone bob = SipPhone.on("victim", new TcpClientSocket(one.port))) {
      bob.register();
      String forged = "<sip:flow.c2lwOjEyNy4wLjAuMQ.AAAA@127.0.0.1:" + one.port + ";lr>";

      SipText answer =
          mallory.ask(mallory.message("sip:x@192.0.2.1", "spam").with("Route", forged));

      assertThat(answer.status()).isEqualTo(403);
      bob.assertNoMoreMessagesThan(0);
    }
  }

  @Test
  void when_the_node_with_the_connection_dies_the_message_waits_or_goes_to_another_phone(
      @TempDir Path homes) {
    DatabaseSettings database = TestDatabase.POSTGRESQL.fresh();
    Node dying = new Node();
    Node living = new Node();
    try (WarProcess killed = dying.started(homes.resolve("dying"), database);
        WarProcess other = living.started(homes.resolve("living"), database);
        SipPhone alice = SipPhone.udp("alice", living.port);
        SipPhone carol = SipPhone.on("carol", new TcpClientSocket(dying.port));
        SipPhone bob = SipPhone.on("bob", new TcpClientSocket(dying.port));
        SipPhone desk = SipPhone.udp("bob", living.port)) {
      carol.register();
      bob.register();
      desk.register();
      assertThat(alice.send(carol, "1").status()).isEqualTo(200);

      killed.kill9();

      assertThat(alice.send(carol, "2").status()).isEqualTo(202);
      // 202 if the refused connection is known before the answer of the other phone.
      assertThat(alice.send(bob, "to all his phones").status()).isIn(200, 202);
      assertThat(desk.awaitMessage().text()).isEqualTo("to all his phones");
      try (SipPhone moved = SipPhone.on("carol", new TcpClientSocket(living.port))) {
        moved.register();
        assertThat(moved.awaitMessage().text()).isEqualTo("2");
        moved.assertNoMoreMessagesThan(1);
      }
      desk.assertNoMoreMessagesThan(1);
      assertThat(other.output()).doesNotContain("Exception");
    }
  }

  /** Where one node is reached. */
  private record Node(int port, int webSocketPort) {
    Node() {
      this(FreePort.find(), FreePort.find());
    }

    WarProcess started(Path home, DatabaseSettings database) {
      List<String> arguments =
          List.of(
              "--home=" + home,
              "--listen=udp:127.0.0.1:%d,tcp:127.0.0.1:%d,ws:127.0.0.1:%d"
                  .formatted(port, port, webSocketPort),
              "--http=off",
              "--domains=127.0.0.1",
              "--node_address=127.0.0.1:" + port + ";transport=tcp",
              "--fr_timer=3",
              "--check_time=1",
              "--db_url=" + database.url(),
              "--db_user=" + database.user(),
              "--db_password=" + database.password());
      return WarProcess.run(arguments.toArray(String[]::new)).awaitReady();
    }
  }
}
