package org.msilo.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.SentRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.fault.TcpLink;
import org.msilo.testing.wire.SipText;

/** A database on the network that is gone for longer than the pool waits for a connection. */
class DatabaseGoneIT {
  /** Each takes the 5 s that the pool waits for a connection, one after the other. */
  private static final int REQUESTS_MEANWHILE = 2;

  @TempDir private Path folder;
  private Server database;
  private TcpLink link;
  private TestServer server;

  @BeforeEach
  void start() throws SQLException {
    database =
        Server.createTcpServer(
                "-tcpPort", "0", "-tcpDaemon", "-ifNotExists", "-baseDir", folder.toString())
            .start();
    link = new TcpLink(database.getPort());
    server =
        TestServer.with(
                "db_url=jdbc:h2:tcp://127.0.0.1:" + link.port() + "/silo",
                "check_time=1",
                "clean_period=1")
            .start();
  }

  @AfterEach
  void stop() {
    server.close();
    link.close();
    database.stop();
  }

  @Test
  void requests_are_503_with_retry_after_meanwhile_and_nothing_answered_202_is_missing() {
    try (SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob");
        SipPhone carol = server.phone("carol")) {
      List<String> accepted = new ArrayList<>();
      accepted.add(stored(alice, bob, "before"));

      link.cut();
      for (int i = 0; i < REQUESTS_MEANWHILE; i++) {
        isUnavailable(alice.begin(alice.message(bob.aor(), "meanwhile " + i)));
        isUnavailable(carol.begin(carol.registration().contact("<" + carol.contact() + ">")));
      }
      link.mend();

      accepted.add(stored(alice, bob, "after"));
      assertThat(carol.bindings()).isEmpty();
      bob.register();
      bob.awaitMessages(accepted.size());
      bob.assertNoMoreMessagesThan(accepted.size());
      assertThat(bob.texts()).isEqualTo(accepted);
    }
  }

  @Test
  void delivery_under_way_goes_on_by_itself_when_the_database_is_back_and_repeats_nothing() {
    try (SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob").staysSilent()) {
      stored(alice, bob, "1");
      stored(alice, bob, "2");
      bob.register();
      bob.awaitMessages(1);

      link.cut();
      bob.answers(200).messages().get(0).answer(200);
      isUnavailable(alice.begin(alice.message(bob.aor(), "meanwhile")));
      assertThat(bob.texts()).containsExactly("1");
      link.mend();

      bob.awaitMessages(2);
      bob.assertNoMoreMessagesThan(2);
      assertThat(bob.texts()).containsExactly("1", "2");
    }
  }

  private static String stored(SipPhone from, SipPhone to, String text) {
    assertThat(from.send(to, text).status()).isEqualTo(202);
    return text;
  }

  private static void isUnavailable(SentRequest request) {
    SipText answer = request.onlyFinalResponse();
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.the("Retry-After")).matches("[1-9]\\d*.*");
  }
}
