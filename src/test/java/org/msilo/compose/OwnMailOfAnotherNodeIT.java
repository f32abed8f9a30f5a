package org.msilo.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.FreePort;
import org.msilo.testing.SentRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;

/**
 * Two processes with one database: what the first one sent is led to the second, and after a
 * restart to the first again. A proxy between them and the phones takes whatever they send.
 */
class OwnMailOfAnotherNodeIT {
  private static final int NEVER_CALLS = 9;
  private static final String REGISTRAR = "sip:msilo@127.0.0.1";

  private final int portOne = FreePort.find();
  private final int portTwo = FreePort.find();
  private Server database;

  @TempDir Path shared;
  @TempDir Path homeOne;
  @TempDir Path homeTwo;

  @BeforeEach
  void openDatabase() throws SQLException {
    database =
        Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", shared.toString())
            .start();
  }

  @AfterEach
  void closeDatabase() {
    database.stop();
  }

  @Test
  void it_is_passed_on_and_neither_kept_nor_told_of_here_there_and_after_a_restart()
      throws SQLException {
    try (SipPhone proxy = SipPhone.udp("proxy", NEVER_CALLS);
        WarProcess two = node(homeTwo, portTwo, proxy);
        SipPhone alice = SipPhone.udp("alice", portOne);
        SipPhone bob = SipPhone.udp("bob", portOne)) {
      List<SipText> sent;
      try (WarProcess one = node(homeOne, portOne, proxy)) {
        sent = noticeAndMail(proxy, alice, bob);
        assertPassedOn(sent, portTwo, 1, alice, bob);
        assertThat(one.terminate()).isIn(0, 143);
      }
      try (WarProcess one = node(homeOne, portOne, proxy)) {
        assertPassedOn(sent, portOne, 2, alice, bob);
        assertThat(one.terminate()).isIn(0, 143);
      }
      // Nobody was told of anything meanwhile.
      proxy.assertNoMoreMessagesThan(sent.size());
      assertThat(two.terminate()).isIn(0, 143);
    }
  }

  private WarProcess node(Path home, int port, SipPhone proxy) {
    return WarProcess.server(
        home,
        port,
        "--db_url=" + url(),
        "--domains=127.0.0.1",
        "--registrar=" + REGISTRAR,
        "--next_hop=sip:127.0.0.1:" + proxy.port());
  }

  /** What node one sends for a message to somebody who is away and then comes back. */
  private List<SipText> noticeAndMail(SipPhone proxy, SipPhone alice, SipPhone bob) {
    RequestDraft hello = alice.message(bob.aor(), "hello").contact("<" + alice.contact() + ">");
    assertThat(alice.ask(hello).status()).isEqualTo(202);
    proxy.awaitMessages(1);
    bob.register();
    List<SipText> sent =
        proxy.awaitMessages(2).stream().map(received -> received.request()).toList();
    assertThat(sent.get(0).the("From")).contains(REGISTRAR);
    assertThat(sent.get(1).text()).isEqualTo("hello");
    assertThat(sent)
        .extracting(SipText::requestUri)
        .containsExactly(alice.contact(), bob.contact());
    await("delivered").atMost(SipPhone.PATIENCE).until(() -> rows() == 0);
    bob.unregister();
    return sent;
  }

  /** Led to this port they reach their phones, which refuse them, and that is the end of it. */
  private void assertPassedOn(List<SipText> sent, int port, int round, SipPhone alice, SipPhone bob)
      throws SQLException {
    alice.answers(480);
    bob.answers(480);
    try (SipPhone loop = SipPhone.udp("loop", port)) {
      for (SipText each : sent) {
        SentRequest again = loop.begin(forwarded(each).set("CSeq", round + " MESSAGE"));
        assertThat(again.onlyFinalResponse().status()).isEqualTo(480);
      }
    }
    alice.assertNoMoreMessagesThan(round);
    bob.assertNoMoreMessagesThan(round);
    assertThat(rows()).isZero();
  }

  /** The same request, as a proxy would forward it. */
  private static RequestDraft forwarded(SipText sent) {
    RequestDraft draft = new RequestDraft("MESSAGE", sent.requestUri());
    for (String line : sent.headerLines()) {
      String name = line.substring(0, line.indexOf(':'));
      if (!name.matches("Via|Route|Content-Length|Content-Type")) {
        draft.with(name, line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return draft.body(sent.the("Content-Type"), sent.body());
  }

  private String url() {
    return "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/./silo";
  }

  private long rows() throws SQLException {
    try (var connection = DriverManager.getConnection(url(), "sa", "");
        var result = connection.createStatement().executeQuery("select count(*) from silo")) {
      result.next();
      return result.getLong(1);
    }
  }
}
