package org.msilo.testing.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The files of one Tomcat: unpacked and configured as docs/deploy.md says. */
final class TomcatFolder {
  private static final Path WAR = Path.of(System.getProperty("war"));

  /** Tomcat's own applications that nobody here looks at; ROOT stays as a neighbour. */
  private static final List<String> SURPLUS =
      List.of("docs", "examples", "host-manager", "manager");

  /** The classes of the war that the container itself needs are among these. */
  private static final String CONTAINER_CLASSES = "org/msilo/launcher/";

  /** Looking through all jars for tag libraries of JSP takes longer than all the rest. */
  private static final String NO_TAG_LIBRARIES =
      "\ntomcat.util.scan.DefaultJarScanner.jarsToSkip=*.jar\n";

  private final Path parent;
  private final Path tomcat;

  private TomcatFolder(Path parent) {
    this.parent = parent;
    this.tomcat = parent.resolve("tomcat");
  }

  /** A new Tomcat below this folder. */
  static TomcatFolder below(Path parent) throws IOException {
    TomcatFolder folder = new TomcatFolder(parent);
    folder.unpack();
    folder.addContainer();
    folder.configure();
    return folder;
  }

  private void unpack() throws IOException {
    Files.createDirectories(tomcat);
    String archive = WAR.resolveSibling("standalone/tomcat.tar.gz").toString();
    Tool.run("tar", "-xzf", archive, "--strip-components=1", "-C", tomcat.toString());
    for (String application : SURPLUS) {
      Tool.run("rm", "-r", webapps().resolve(application).toString());
    }
  }

  private void addContainer() throws IOException {
    try (Stream<Path> jars = Files.list(WAR.resolveSibling("container"))) {
      for (Path jar : jars.toList()) {
        if (!jar.getFileName().toString().startsWith("tomcat-")) {
          Files.copy(jar, lib().resolve(jar.getFileName()));
        }
      }
    }
    extract(CONTAINER_CLASSES, name -> name);
  }

  private void configure() throws IOException {
    for (String file : List.of("server.xml", "sip-stack.properties", "dar.properties")) {
      Files.writeString(conf().resolve(file), resource(file));
    }
    Files.writeString(
        conf().resolve("catalina.properties"), NO_TAG_LIBRARIES, StandardOpenOption.APPEND);
    Files.writeString(lib().resolve("log4j.properties"), resource("log4j.properties"));
  }

  private static String resource(String name) throws IOException {
    try (InputStream file = TomcatFolder.class.getResourceAsStream("/standalone/" + name)) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }

  /** Puts the files of the war whose names begin so into lib, under the names given to them. */
  private void extract(String beginning, UnaryOperator<String> nameInLib) throws IOException {
    try (ZipFile war = new ZipFile(WAR.toFile())) {
      for (ZipEntry entry : war.stream().toList()) {
        if (entry.getName().startsWith(beginning) && !entry.isDirectory()) {
          Path target = lib().resolve(nameInLib.apply(entry.getName()));
          Files.createDirectories(target.getParent());
          Files.write(target, war.getInputStream(entry).readAllBytes());
        }
      }
    }
  }

  /** Puts a jar of the application where the container's own classes see it. */
  void shareJar(String beginning) throws IOException {
    extract("WEB-INF/lib/" + beginning, name -> name.substring("WEB-INF/lib/".length()));
  }

  /** What is inside {@code <Context>} for every application. */
  void everyContext(String elements) throws IOException {
    Files.writeString(
        conf().resolve("context.xml"),
        "<?xml version='1.0'?>\n<Context>" + elements + "</Context>");
  }

  /** A descriptor for the application at /msilo. */
  void descriptor(String attributes, String elements) throws IOException {
    Path partial =
        Files.writeString(
            parent.resolve("descriptor.partial"),
            "<Context className=\"org.mobicents.servlet.sip.startup.SipStandardContext\" %s>%s</Context>"
                .formatted(attributes, elements));
    Files.createDirectories(descriptor().getParent());
    Files.move(partial, descriptor(), StandardCopyOption.ATOMIC_MOVE);
  }

  void removeDescriptor() throws IOException {
    Files.delete(descriptor());
  }

  /** The lines of the default application router's file. */
  void router(String lines) throws IOException {
    Files.writeString(conf().resolve("dar.properties"), lines);
  }

  /** Copies a file into webapps under this name; it appears there whole. */
  void drop(Path application, String name) throws IOException {
    Path partial = Files.copy(application, parent.resolve(name + ".partial"));
    Files.move(partial, webapps().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  void remove(String name) throws IOException {
    Files.delete(webapps().resolve(name));
  }

  Path root() {
    return tomcat;
  }

  Path conf() {
    return tomcat.resolve("conf");
  }

  Path webapps() {
    return tomcat.resolve("webapps");
  }

  private Path descriptor() {
    return conf().resolve("Sip-Servlets/localhost/msilo.xml");
  }

  private Path lib() {
    return tomcat.resolve("lib");
  }

  /** The war under test. */
  static Path war() {
    return WAR;
  }

  /** The same bytes under the other name. */
  static Path sar() {
    return WAR.resolveSibling("msilo.sar");
  }
}
