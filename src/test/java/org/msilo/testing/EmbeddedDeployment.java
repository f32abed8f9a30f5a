package org.msilo.testing;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.mobicents.servlet.sip.catalina.SipStandardService;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.msilo.config.ListenAddress;
import org.msilo.config.TlsFiles;
import org.msilo.launcher.ContainerSettings;
import org.msilo.launcher.EmbeddedContainer;
import org.msilo.testing.fault.FaultyDataSource;
import org.msilo.testing.fault.JdbcFault;
import org.msilo.testing.fault.JndiNames;

/** In the container of the executable war, in this process, where a test has its hands on it. */
final class EmbeddedDeployment implements Deployment {
  private static final String COMMAND_LINE = "org.msilo.commandLine";

  private final Path home;
  private final List<String> settings;
  private final Path work = Homes.create();
  private final int port = FreePort.find();
  private final int webSocketPort = FreePort.find();
  private final AtomicLong sessionsBegun = new AtomicLong();
  private final AtomicLong sessionsEnded = new AtomicLong();
  private Optional<Clock> clock = Optional.empty();
  private boolean webSocket;
  private boolean onFaultyDatabase;
  private JdbcFault faultAtStart = JdbcFault.NONE;
  private FaultyDataSource database;
  private EmbeddedContainer container;

  EmbeddedDeployment(Path home, List<String> settings) {
    this.home = home;
    this.settings = settings;
  }

  void clock(Clock settable) {
    clock = Optional.of(settable);
  }

  void webSocket() {
    webSocket = true;
  }

  void onFaultyDatabase(JdbcFault fault) {
    onFaultyDatabase = true;
    faultAtStart = fault;
  }

  @Override
  public void start() throws Exception {
    if (onFaultyDatabase) {
      database = FaultyDataSource.inHome(home);
      database.inject(faultAtStart);
      JndiNames.bind(databaseName(), database);
    }
    container = new EmbeddedContainer(containerSettings());
    container.start();
  }

  @Override
  public void stop() throws Exception {
    if (container == null) {
      return;
    }
    container.close();
    container = null;
    if (database != null) {
      JndiNames.unbind(databaseName());
      database.close();
    }
  }

  @Override
  public int port() {
    return port;
  }

  int webSocketPort() {
    return webSocketPort;
  }

  FaultyDataSource database() {
    return database;
  }

  long sessionsBegun() {
    return sessionsBegun.get();
  }

  long sessionsEnded() {
    return sessionsEnded.get();
  }

  private String databaseName() {
    return "java:comp/env/jdbc/" + port;
  }

  void timers(int t1, int t2) {
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

  @Override
  public void close() throws Exception {
    stop();
    Homes.delete(work);
  }

  private ContainerSettings containerSettings() throws IOException {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put(COMMAND_LINE, commandLine());
    clock.ifPresent(given -> attributes.put(TestContextListener.CLOCK, given));
    attributes.put(TestContextListener.SESSIONS_BEGUN, sessionsBegun);
    attributes.put(TestContextListener.SESSIONS_ENDED, sessionsEnded);
    return new ContainerSettings(
        webapp(),
        work,
        listen(),
        TlsFiles.NONE,
        Optional.empty(),
        attributes,
        true,
        Optional.empty());
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
  private Path webapp() throws IOException {
    Path webInf = Files.createDirectories(work.resolve("webapp/WEB-INF"));
    String descriptor = Files.readString(Path.of("sip.xml"));
    Files.writeString(
        webInf.resolve("sip.xml"),
        descriptor.replace(
            "org.msilo.app.MsiloContextListener", TestContextListener.class.getName()));
    Files.writeString(
        webInf.resolve("web.xml"), Files.readString(Path.of("webapp/WEB-INF/web.xml")));
    return webInf.getParent();
  }
}
