package org.msilo.testing.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.msilo.testing.FreePort;
import org.msilo.testing.SipPhone;

/**
 * A stock Tomcat with the SIP container's jars in lib, as a child process on loopback ports; not
 * thread-safe. Whatever happens, close() leaves no process behind.
 */
public final class StandaloneTomcat implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** What Tomcat 7 looks into when it takes an application down, and Java 17 keeps shut. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.io",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.rmi/sun.rmi.transport");

  /** A test's Tomcat lives for a minute: it starts and stops more than it serves. */
  private static final List<String> BRIEF_LIFE =
      List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final String DEPLOYED = "msilo.xml has finished in";
  private static final String FAILED = "Context [/msilo] startup failed";
  private static final String UNDEPLOYED = "Undeploying context [/msilo]";

  private final Path folder;
  private final TomcatFolder files;
  private final int sipPort = FreePort.find();
  private final int httpPort = FreePort.find();
  private final Map<String, String> systemProperties = new TreeMap<>();
  private final Map<String, String> environment = new TreeMap<>();
  private Process process;

  private StandaloneTomcat(Path folder, TomcatFolder files) {
    this.folder = folder;
    this.files = files;
  }

  /** Unpacked and configured in this empty folder; no application but Tomcat's own ROOT. */
  public static StandaloneTomcat in(Path folder) throws IOException {
    return withoutHome(folder).settings("home=" + folder.resolve("home"));
  }

  /** The same, but each application there must be told its home. */
  static StandaloneTomcat withoutHome(Path folder) throws IOException {
    return new StandaloneTomcat(folder, TomcatFolder.below(folder));
  }

  // How it is set up.

  public StandaloneTomcat property(String name, String value) {
    systemProperties.put(name, value);
    return this;
  }

  /** {@code name=value} settings of every msilo in this process, as system properties. */
  public StandaloneTomcat settings(String... settings) {
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      property("msilo." + setting.substring(0, equals), setting.substring(equals + 1));
    }
    return this;
  }

  public StandaloneTomcat variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** What is inside {@code <Context>} for every application. */
  public StandaloneTomcat everyContext(String elements) throws IOException {
    files.everyContext(elements);
    return this;
  }

  /** A descriptor for the application at /msilo. */
  public StandaloneTomcat descriptor(String attributes, String elements) throws IOException {
    files.descriptor(attributes, elements);
    return this;
  }

  /** Puts a jar of the war where the container's own classes see it. */
  public StandaloneTomcat shareJar(String beginning) throws IOException {
    files.shareJar(beginning);
    return this;
  }

  /** The applications that MESSAGE and REGISTER pass, in this order. */
  public StandaloneTomcat order(String... applications) throws IOException {
    List<String> steps = new ArrayList<>();
    for (String application : applications) {
      steps.add(
          "(\"%s\", \"DAR:From\", \"ORIGINATING\", \"\", \"NO_ROUTE\", \"%d\")"
              .formatted(application, steps.size()));
    }
    String chain = String.join(", ", steps);
    return router("MESSAGE: " + chain + "\nREGISTER: " + chain + "\n");
  }

  /** The lines of the application router's file. */
  public StandaloneTomcat router(String lines) throws IOException {
    files.router(lines);
    return this;
  }

  /** Packs an application of one servlet, the first of these classes, and drops it. */
  public StandaloneTomcat companion(String name, Class<?>... classes) throws IOException {
    CompanionWar.write(files.webapps().resolve(name + ".war"), name, classes);
    return this;
  }

  /** Drops the war into webapps, whole in one step. */
  public StandaloneTomcat dropWar() throws IOException {
    files.drop(TomcatFolder.war(), "msilo.war");
    return this;
  }

  public void removeWar() throws IOException {
    files.remove("msilo.war");
  }

  /** Drops the same bytes under the other name. */
  public StandaloneTomcat dropSar() throws IOException {
    files.drop(TomcatFolder.sar(), "msilo.sar");
    return this;
  }

  public void removeSar() throws IOException {
    files.remove("msilo.sar");
  }

  // What is done while it runs.

  /** Deploys the war at /msilo with these elements in its {@code <Context>}; waits for the end. */
  public void deploy(String elements) throws IOException {
    int before = count(DEPLOYED);
    int failed = count(FAILED);
    descriptor("docBase=\"" + TomcatFolder.war() + "\"", elements);
    awaitLog(DEPLOYED, before + 1);
    if (count(FAILED) > failed) {
      throw new IllegalStateException("not deployed:\n" + log());
    }
  }

  /** Takes away what {@link #deploy} brought; waits for the end. */
  public void undeploy() throws IOException {
    int before = count(UNDEPLOYED);
    files.removeDescriptor();
    awaitLog(UNDEPLOYED, before + 1);
  }

  // How it runs.

  public StandaloneTomcat start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(javaProgram("java"));
    command.addAll(BRIEF_LIFE);
    OPENED.forEach(module -> command.add("--add-opens=" + module + "=ALL-UNNAMED"));
    property("catalina.home", files.root().toString());
    property("catalina.base", files.root().toString());
    property("java.io.tmpdir", files.root().resolve("temp").toString());
    property("java.util.logging.manager", "org.apache.juli.ClassLoaderLogManager");
    property(
        "java.util.logging.config.file", files.conf().resolve("logging.properties").toString());
    property(
        "javax.servlet.sip.ar.spi.SipApplicationRouterProvider",
        "org.mobicents.servlet.sip.router.DefaultApplicationRouterProvider");
    property("sip.port", Integer.toString(sipPort));
    property("http.port", Integer.toString(httpPort));
    systemProperties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", "bin/bootstrap.jar:bin/tomcat-juli.jar"));
    command.addAll(List.of("org.apache.catalina.startup.Bootstrap", "start"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(files.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("MSILO_"));
    builder.environment().putAll(environment);
    process = builder.start();
    awaitLog("INFO: Server startup in", 1);
    return this;
  }

  public int sipPort() {
    return sipPort;
  }

  public SipPhone phone(String name) {
    return SipPhone.udp(name, sipPort);
  }

  public Path home() {
    return folder.resolve("home");
  }

  /** Both streams of the process since its start. */
  public String log() {
    try {
      return new String(Files.readAllBytes(folder.resolve("log")), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the log has this text so many times. */
  public void awaitLog(String text, int times) {
    await(text).atMost(PATIENCE).until(() -> count(text) >= times || !process.isAlive());
    if (count(text) < times) {
      throw new AssertionError("Tomcat ended early:\n" + log());
    }
  }

  public int count(String text) {
    return log().split(Pattern.quote(text), -1).length - 1;
  }

  /** Status of a GET, and the body behind it. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + httpPort + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Asks the JDK's own tool about this process. */
  public String jcmd(String question) throws IOException {
    return Tool.run(javaProgram("jcmd"), Long.toString(process.pid()), question);
  }

  /** SIGTERM; returns the log. */
  public String stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running:\n" + log());
    }
    return log();
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  private static String javaProgram(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  public static Path sar() {
    return TomcatFolder.sar();
  }
}
