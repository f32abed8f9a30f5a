package org.msilo.compose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.msilo.testing.FreePort;
import org.msilo.testing.SipPhone;

/**
 * A stock Tomcat with the SIP container, msilo's war and companion wars under an application
 * router's orders, as a child process; not thread-safe. close() leaves no process behind.
 */
final class ComposedTomcat implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Path WAR = Path.of(System.getProperty("war"));

  private final Path folder;
  private final Path tomcat;
  private final int port = FreePort.find();
  private final List<String> settings = new ArrayList<>();
  private Process process;

  private ComposedTomcat(Path folder) {
    this.folder = folder;
    this.tomcat = folder.resolve("tomcat");
  }

  /** Unpacked and configured in this empty folder, msilo with these {@code name=value} settings. */
  static ComposedTomcat in(Path folder, String... settings) throws Exception {
    ComposedTomcat composed = new ComposedTomcat(folder);
    composed.settings.addAll(List.of(settings));
    composed.unpack();
    return composed;
  }

  private void unpack() throws Exception {
    Path archive = WAR.resolveSibling("standalone/tomcat.tar.gz");
    Process tar =
        new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString()).start();
    if (tar.waitFor() != 0) {
      throw new IOException("not unpacked: " + archive);
    }
    try (Stream<Path> unpacked = Files.list(folder)) {
      Files.move(unpacked.findFirst().orElseThrow(), tomcat);
    }
    // None of its own applications: "webapps" is empty but for ours.
    Files.move(tomcat.resolve("webapps"), folder.resolve("surplus"));
    Files.createDirectory(tomcat.resolve("webapps"));
    try (Stream<Path> jars = Files.list(WAR.resolveSibling("container"))) {
      for (Path jar : jars.toList()) {
        if (!jar.getFileName().toString().startsWith("tomcat-")) {
          Files.copy(jar, tomcat.resolve("lib").resolve(jar.getFileName()));
        }
      }
    }
    try (ZipFile war = new ZipFile(WAR.toFile())) {
      for (ZipEntry entry : war.stream().toList()) {
        if (entry.getName().startsWith("org/msilo/launcher/SilentDispatcher")) {
          Path target = tomcat.resolve("lib").resolve(entry.getName());
          Files.createDirectories(target.getParent());
          Files.write(target, war.getInputStream(entry).readAllBytes());
        }
      }
    }
    copyResource("server.xml", "conf");
    copyResource("sip-stack.properties", "conf");
    copyResource("log4j.properties", "lib");
  }

  private void copyResource(String name, String to) throws IOException {
    try (InputStream file = ComposedTomcat.class.getResourceAsStream("/standalone/" + name)) {
      Files.write(tomcat.resolve(to).resolve(name), file.readAllBytes());
    }
  }

  /** The applications that MESSAGE and REGISTER pass, in this order. */
  ComposedTomcat order(String... applications) throws IOException {
    List<String> steps = new ArrayList<>();
    for (String application : applications) {
      steps.add(
          "(\"%s\", \"DAR:From\", \"ORIGINATING\", \"\", \"NO_ROUTE\", \"%d\")"
              .formatted(application, steps.size()));
    }
    String chain = String.join(", ", steps);
    Files.writeString(
        tomcat.resolve("conf/dar.properties"), "MESSAGE: " + chain + "\nREGISTER: " + chain + "\n");
    return this;
  }

  ComposedTomcat msilo() throws IOException {
    Files.copy(WAR, webapp("msilo"));
    return this;
  }

  /** Packs an application with this one servlet as a war. */
  ComposedTomcat companion(String name, Class<?>... classes) throws IOException {
    try (JarOutputStream war = new JarOutputStream(Files.newOutputStream(webapp(name)))) {
      add(war, "WEB-INF/web.xml", Files.readAllBytes(Path.of("webapp/WEB-INF/web.xml")));
      add(
          war,
          "WEB-INF/sip.xml",
          """
          <?xml version="1.0" encoding="UTF-8"?>
          <sip-app xmlns="http://www.jcp.org/xml/ns/sipservlet" version="1.1">
            <app-name>%1$s</app-name>
            <servlet>
              <servlet-name>%1$s</servlet-name>
              <servlet-class>%2$s</servlet-class>
              <load-on-startup>1</load-on-startup>
            </servlet>
            <servlet-selection><main-servlet>%1$s</main-servlet></servlet-selection>
          </sip-app>
          """
              .formatted(name, classes[0].getName())
              .getBytes(UTF_8));
      for (Class<?> type : classes) {
        String file = type.getName().replace('.', '/') + ".class";
        try (InputStream code = type.getResourceAsStream("/" + file)) {
          add(war, "WEB-INF/classes/" + file, code.readAllBytes());
        }
      }
    }
    return this;
  }

  private static void add(JarOutputStream war, String name, byte[] bytes) throws IOException {
    war.putNextEntry(new ZipEntry(name));
    war.write(bytes);
    war.closeEntry();
  }

  private Path webapp(String name) {
    return tomcat.resolve("webapps").resolve(name + ".war");
  }

  ComposedTomcat start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    for (String opened : List.of("lang", "io", "util", "util.concurrent")) {
      command.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
    }
    command.add("--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED");
    command.add("-Dcatalina.home=" + tomcat);
    command.add("-Dcatalina.base=" + tomcat);
    command.add("-Djava.io.tmpdir=" + tomcat.resolve("temp"));
    command.add("-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager");
    command.add("-Djava.util.logging.config.file=" + tomcat.resolve("conf/logging.properties"));
    command.add(
        "-Djavax.servlet.sip.ar.spi.SipApplicationRouterProvider="
            + "org.mobicents.servlet.sip.router.DefaultApplicationRouterProvider");
    command.add("-Dsip.port=" + port);
    command.add("-Dhttp.port=" + FreePort.find());
    command.add("-Dmsilo.home=" + home());
    command.add("-Dmsilo.domains=127.0.0.1");
    settings.forEach(setting -> command.add("-Dmsilo." + setting));
    command.addAll(List.of("-cp", "bin/bootstrap.jar:bin/tomcat-juli.jar"));
    command.addAll(List.of("org.apache.catalina.startup.Bootstrap", "start"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(tomcat.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("MSILO_"));
    process = builder.start();
    await("Tomcat is up").atMost(PATIENCE).until(() -> isUp() || !process.isAlive());
    if (!isUp()) {
      throw new AssertionError("Tomcat ended early:\n" + log());
    }
    return this;
  }

  SipPhone phone(String name) {
    return SipPhone.udp(name, port);
  }

  int port() {
    return port;
  }

  Path home() {
    return folder.resolve("home");
  }

  String log() {
    try {
      return new String(Files.readAllBytes(folder.resolve("log")), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGTERM, and the end of the process; then the database can be looked into. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running:\n" + log());
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  private boolean isUp() {
    return log().contains("INFO: Server startup in");
  }
}
