package org.msilo.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.msilo.testing.FreePort;
import org.msilo.testing.SipPhone;

/**
 * A stock Tomcat with the SIP container's jars in lib, as a child process on loopback ports; not
 * thread-safe. Whatever happens, close() leaves no process behind.
 */
final class StandaloneTomcat implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Path TARGET = Path.of(System.getProperty("war")).getParent();

  /** What Tomcat 7 looks into when it takes an application down, and Java 17 keeps shut. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.io",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.rmi/sun.rmi.transport");

  private final Path folder;
  private final int sipPort = FreePort.find();
  private final int httpPort = FreePort.find();
  private final Map<String, String> systemProperties = new TreeMap<>();
  private final Map<String, String> environment = new TreeMap<>();
  private Process process;

  private StandaloneTomcat(Path folder) {
    this.folder = folder;
  }

  /** Unpacked and configured in this empty folder; no application but Tomcat's own ROOT. */
  static StandaloneTomcat in(Path folder) throws IOException {
    StandaloneTomcat tomcat = new StandaloneTomcat(folder);
    tomcat.unpack();
    tomcat.addContainer();
    tomcat.configure();
    return tomcat.property("msilo.home", folder.resolve("home").toString());
  }

  private void unpack() throws IOException {
    Files.createDirectories(tomcat());
    String archive = TARGET.resolve("standalone/tomcat.tar.gz").toString();
    run("tar", "-xzf", archive, "--strip-components=1", "-C", tomcat().toString());
    for (String surplus : List.of("docs", "examples", "host-manager", "manager")) {
      run("rm", "-r", webapps().resolve(surplus).toString());
    }
  }

  private void addContainer() throws IOException {
    Path lib = tomcat().resolve("lib");
    try (Stream<Path> jars = Files.list(TARGET.resolve("container"))) {
      for (Path jar : jars.toList()) {
        if (!jar.getFileName().toString().startsWith("tomcat-")) {
          Files.copy(jar, lib.resolve(jar.getFileName()));
        }
      }
    }
    try (ZipFile war = new ZipFile(war().toFile())) {
      for (ZipEntry entry : war.stream().toList()) {
        if (entry.getName().startsWith("org/msilo/launcher/SilentDispatcher")) {
          Path target = lib.resolve(entry.getName());
          Files.createDirectories(target.getParent());
          Files.write(target, war.getInputStream(entry).readAllBytes());
        }
      }
    }
  }

  private void configure() throws IOException {
    for (String file : List.of("server.xml", "sip-stack.properties", "dar.properties")) {
      Files.writeString(conf().resolve(file), resource(file));
    }
    Files.writeString(tomcat().resolve("lib/log4j.properties"), resource("log4j.properties"));
  }

  private static String resource(String name) throws IOException {
    try (InputStream file = StandaloneTomcat.class.getResourceAsStream("/standalone/" + name)) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }

  // How it is set up.

  StandaloneTomcat property(String name, String value) {
    systemProperties.put(name, value);
    return this;
  }

  StandaloneTomcat variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** What is inside {@code <Context>} for every application. */
  StandaloneTomcat everyContext(String elements) throws IOException {
    Files.writeString(
        conf().resolve("context.xml"),
        "<?xml version='1.0'?>\n<Context>" + elements + "</Context>");
    return this;
  }

  /** A descriptor for the application at /msilo. */
  StandaloneTomcat descriptor(String attributes, String elements) throws IOException {
    Path file = conf().resolve("Sip-Servlets/localhost/msilo.xml");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "<Context className=\"org.mobicents.servlet.sip.startup.SipStandardContext\" %s>%s</Context>"
            .formatted(attributes, elements));
    return this;
  }

  /** Puts a jar of the war where the container's own classes see it. */
  StandaloneTomcat shareJar(String beginning) throws IOException {
    try (ZipFile war = new ZipFile(war().toFile())) {
      for (ZipEntry entry : war.stream().toList()) {
        if (entry.getName().startsWith("WEB-INF/lib/" + beginning)) {
          String name = Path.of(entry.getName()).getFileName().toString();
          Files.write(
              tomcat().resolve("lib").resolve(name), war.getInputStream(entry).readAllBytes());
        }
      }
    }
    return this;
  }

  /** Drops the war into webapps, whole in one step. */
  StandaloneTomcat dropWar() throws IOException {
    Path partial = Files.copy(war(), folder.resolve("msilo.partial"));
    Files.move(partial, webapps().resolve("msilo.war"), StandardCopyOption.ATOMIC_MOVE);
    return this;
  }

  void removeWar() throws IOException {
    Files.delete(webapps().resolve("msilo.war"));
  }

  // How it runs.

  StandaloneTomcat start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(javaProgram("java"));
    command.add("-Xmx512m");
    OPENED.forEach(module -> command.add("--add-opens=" + module + "=ALL-UNNAMED"));
    property("catalina.home", tomcat().toString());
    property("catalina.base", tomcat().toString());
    property("java.io.tmpdir", tomcat().resolve("temp").toString());
    property("java.util.logging.manager", "org.apache.juli.ClassLoaderLogManager");
    property("java.util.logging.config.file", conf().resolve("logging.properties").toString());
    property(
        "javax.servlet.sip.ar.spi.SipApplicationRouterProvider",
        "org.mobicents.servlet.sip.router.DefaultApplicationRouterProvider");
    property("sip.port", Integer.toString(sipPort));
    property("http.port", Integer.toString(httpPort));
    systemProperties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(
        List.of(
            "-cp",
            "bin/bootstrap.jar:bin/tomcat-juli.jar",
            "org.apache.catalina.startup.Bootstrap",
            "start"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(tomcat().toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("MSILO_"));
    builder.environment().putAll(environment);
    process = builder.start();
    awaitLog("INFO: Server startup in", 1);
    return this;
  }

  int sipPort() {
    return sipPort;
  }

  SipPhone phone(String name) {
    return SipPhone.udp(name, sipPort);
  }

  Path home() {
    return folder.resolve("home");
  }

  /** Both streams of the process since its start. */
  String log() {
    try {
      return new String(Files.readAllBytes(folder.resolve("log")), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the log has this text so many times. */
  void awaitLog(String text, int times) {
    await(text).atMost(PATIENCE).until(() -> count(text) >= times || !process.isAlive());
    if (count(text) < times) {
      throw new AssertionError("Tomcat ended early:\n" + log());
    }
  }

  int count(String text) {
    return log().split(Pattern.quote(text), -1).length - 1;
  }

  /** Status of a GET, and the body behind it. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + httpPort + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Asks the JDK's own tool about this process. */
  String jcmd(String... question) throws IOException {
    List<String> command = new ArrayList<>(List.of(javaProgram("jcmd"), "" + process.pid()));
    command.addAll(List.of(question));
    return run(command.toArray(String[]::new));
  }

  /** SIGTERM; returns the log. */
  String stop() throws InterruptedException {
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

  private Path tomcat() {
    return folder.resolve("tomcat");
  }

  private Path conf() {
    return tomcat().resolve("conf");
  }

  private Path webapps() {
    return tomcat().resolve("webapps");
  }

  static Path war() {
    return Path.of(System.getProperty("war"));
  }

  private static String javaProgram(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private static String run(String... command) throws IOException {
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(tool.getInputStream().readAllBytes(), UTF_8);
    try {
      if (tool.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return output;
  }
}
