package org.msilo.testing;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.msilo.testing.fault.FaultyDataSource;
import org.msilo.testing.fault.JdbcFault;

/**
 * The real application on a loopback port and a home of its own: in the executable war's container
 * in this process, or, when the system property {@code test.container} is {@code standalone}, as
 * the packaged war in a stock Tomcat. Not thread-safe.
 */
public final class TestServer implements AutoCloseable {
  private static final boolean STANDALONE =
      "standalone".equals(System.getProperty("test.container"));

  private final Path home = Homes.create();
  private final Deployment deployment;

  private TestServer(List<String> settings) {
    deployment =
        STANDALONE
            ? new StandaloneDeployment(home, settings)
            : new EmbeddedDeployment(home, settings);
  }

  /** A server that is not started yet, with these {@code name=value} settings. */
  public static TestServer with(String... settings) {
    return new TestServer(List.of(settings));
  }

  public TestServer clock(Clock settable) {
    embedded().clock(settable);
    return this;
  }

  /** Listens for WebSocket, too, on a port of its own. */
  public TestServer webSocket() {
    embedded().webSocket();
    return this;
  }

  /** With a database that {@link #database()} can make fail. */
  public TestServer onFaultyDatabase() {
    return onFaultyDatabase(JdbcFault.NONE);
  }

  /** With a database that behaves like this from the start. */
  public TestServer onFaultyDatabase(JdbcFault fault) {
    embedded().onFaultyDatabase(fault);
    return this;
  }

  public TestServer start() {
    try {
      deployment.start();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not start", e);
    }
    return this;
  }

  /** An orderly stop and a start on the same port and home; a Tomcat itself goes on. */
  public void restart() {
    stop();
    start();
  }

  public int port() {
    return deployment.port();
  }

  public int webSocketPort() {
    return embedded().webSocketPort();
  }

  public Path home() {
    return home;
  }

  public FaultyDataSource database() {
    return embedded().database();
  }

  /**
   * Lets transactions that begin from now on run faster: T1 and T2 in milliseconds, and with them
   * timer F, 64 times T1.
   */
  public void timers(int t1, int t2) {
    embedded().timers(t1, t2);
  }

  /** SIP sessions so far; each request that the container gives to the application has one. */
  public long sessionsBegun() {
    return embedded().sessionsBegun();
  }

  /** SIP sessions that are over. */
  public long sessionsEnded() {
    return embedded().sessionsEnded();
  }

  /** What a test can only do to the container in its own process. */
  private EmbeddedDeployment embedded() {
    if (deployment instanceof EmbeddedDeployment here) {
      return here;
    }
    throw new UnsupportedOperationException("mark this test as @NotStandalone");
  }

  /** A phone on UDP that knows this server. */
  public SipPhone phone(String name) {
    return SipPhone.udp(name, port());
  }

  public SipPhone tcpPhone(String name) {
    return SipPhone.tcp(name, port());
  }

  /** The server as a SIP URI without a user. */
  public String uri() {
    return "sip:127.0.0.1:" + port();
  }

  /** All messages that are stored. */
  public long rows() {
    return Homes.rows(home);
  }

  /** The messages that are stored for the user of this phone. */
  public long rowsFor(SipPhone phone) {
    return Homes.rows(home, phone.aor().substring("sip:".length()));
  }

  /** Waits until no message is stored for the user of this phone. */
  public void awaitEmptyMailbox(SipPhone phone) {
    await("empty mailbox of " + phone.aor())
        .atMost(SipPhone.PATIENCE)
        .until(() -> rowsFor(phone) == 0);
  }

  /** Does something to the server's database behind its back. */
  public void sql(String statement) {
    Homes.execute(home, statement);
  }

  /** Asks the server's database; the columns of each row with a blank in between. */
  public List<String> query(String select) {
    return Homes.query(home, select);
  }

  @Override
  public void close() {
    try {
      deployment.close();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop", e);
    }
    Homes.delete(home);
  }

  /** An orderly stop; the home stays. */
  public void stop() {
    try {
      deployment.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop", e);
    }
  }
}
