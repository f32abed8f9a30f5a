package org.msilo.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobicents.servlet.sip.catalina.SipStandardService;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.msilo.config.ListenAddress;
import org.msilo.launcher.ContainerSettings;
import org.msilo.launcher.EmbeddedContainer;
import org.msilo.testing.fault.FaultyDataSource;
import org.msilo.testing.fault.JdbcFault;
import org.msilo.testing.fault.JndiNames;

/**
 * The real container with the real application in this process, on a loopback port and a home of
 * its own.
 */
public final class TestServer implements AutoCloseable {
  private static final String COMMAND_LINE = "org.msilo.commandLine";

  private final List<String> settings;
  private final Path home = Homes.create();
  private final Path work = Homes.create();
  private final int port = FreePort.find();
  private final int webSocketPort = FreePort.find();
  private Clock clock = Clock.systemUTC();
  private boolean webSocket;
  private boolean onFaultyDatabase;
  private JdbcFault faultAtStart = JdbcFault.NONE;
  private FaultyDataSource database;
  private EmbeddedContainer container;

  private TestServer(List<String> settings) {
    this.settings = settings;
  }

  /** A server that is not started yet, with these {@code name=value} settings. */
  public static TestServer with(String... settings) {
    return new TestServer(List.of(settings));
  }

  public TestServer clock(Clock settable) {
    clock = settable;
    return this;
  }

  /** Listens for WebSocket, too, on a port of its own. */
  public TestServer webSocket() {
    webSocket = true;
    return this;
  }

  /** With a database that {@link #database()} can make fail. */
  public TestServer onFaultyDatabase() {
    return onFaultyDatabase(JdbcFault.NONE);
  }

  /** With a database that behaves like this from the start. */
  public TestServer onFaultyDatabase(JdbcFault fault) {
    onFaultyDatabase = true;
    faultAtStart = fault;
    return this;
  }

  public TestServer start() {
    try {
      if (onFaultyDatabase) {
        database = FaultyDataSource.inHome(home);
        database.inject(faultAtStart);
        JndiNames.bind(databaseName(), database);
      }
      container = new EmbeddedContainer(containerSettings());
      container.start();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not start", e);
    }
    return this;
  }

  /** An orderly stop and a start on the same port and home. */
  public void restart() {
    stop();
    start();
  }

  public int port() {
    return port;
  }

  public int webSocketPort() {
    return webSocketPort;
  }

  public Path home() {
    return home;
  }

  public FaultyDataSource database() {
    return database;
  }

  private String databaseName() {
    return "java:comp/env/jdbc/" + port;
  }

  /**
   * Lets transactions that begin from now on run faster: T1 and T2 in milliseconds, and with them
   * timer F, 64 times T1.
   */
  public void timers(int t1, int t2) {
    var dispatcher = (SipApplicationDispatcherImpl) service().getSipApplicationDispatcher();
    dispatcher.setBaseTimerInterval(t1);
    dispatcher.setT2Interval(t2);
  }

  /** The container keeps it to itself, and nobody but a test has to reach for it. */
  private SipStandardService service() {
    try {
      Field service = EmbeddedContainer.class.getDeclaredField("service");
      service.setAccessible(true);
      return (SipStandardService) service.get(container);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A phone on UDP that knows this server. */
  public SipPhone phone(String name) {
    return SipPhone.udp(name, port);
  }

  public SipPhone tcpPhone(String name) {
    return SipPhone.tcp(name, port);
  }

  /** The server as a SIP URI without a user. */
  public String uri() {
    return "sip:127.0.0.1:" + port;
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
    stop();
    Homes.delete(home);
    Homes.delete(work);
  }

  /** An orderly stop; the home stays. */
  public void stop() {
    if (container == null) {
      return;
    }
    try {
      container.close();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop", e);
    }
    container = null;
    if (database != null) {
      JndiNames.unbind(databaseName());
      database.close();
    }
  }

  private ContainerSettings containerSettings() {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put(COMMAND_LINE, commandLine());
    attributes.put(TestContextListener.CLOCK, clock);
    return new ContainerSettings(webapp(), work, listen(), Optional.empty(), attributes, true);
  }

  private List<ListenAddress> listen() {
    List<ListenAddress> all = new ArrayList<>();
    all.add(new ListenAddress("udp", "127.0.0.1", port));
    all.add(new ListenAddress("tcp", "127.0.0.1", port));
    if (webSocket) {
      all.add(new ListenAddress("ws", "127.0.0.1", webSocketPort));
    }
    return all;
  }

  private List<String> commandLine() {
    List<String> arguments = new ArrayList<>();
    arguments.add("--home=" + home);
    arguments.add("--listen=udp:127.0.0.1:%d,tcp:127.0.0.1:%d".formatted(port, port));
    arguments.add("--http=off");
    if (onFaultyDatabase) {
      arguments.add("--db_url=" + databaseName());
    }
    settings.forEach(setting -> arguments.add("--" + setting));
    return List.copyOf(arguments);
  }

  /** The descriptors of the project, with the listener that can be given a clock. */
  private Path webapp() {
    try {
      Path webInf = Files.createDirectories(work.resolve("webapp/WEB-INF"));
      String descriptor = Files.readString(Path.of("sip.xml"));
      Files.writeString(
          webInf.resolve("sip.xml"),
          descriptor.replace(
              "org.msilo.app.MsiloContextListener", TestContextListener.class.getName()));
      Files.writeString(
          webInf.resolve("web.xml"), Files.readString(Path.of("webapp/WEB-INF/web.xml")));
      return webInf.getParent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
