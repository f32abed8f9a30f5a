package org.msilo.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.msilo.store.jpa.DatabaseSettings;

/** Starts each kind of server on a loopback port. */
public final class Servers {
  private static final Path WAR = Path.of("target", "msilo.war");
  private static final Path KAMAILIO = Path.of("/usr/sbin/kamailio");

  /** What Kamailio may use of memory: all of its processes together, and each of them. */
  private static final List<String> KAMAILIO_MEGABYTES = List.of("-m", "512", "-M", "16");

  private Servers() {}

  /** The packaged war. */
  public static ServerProcess msilo(
      JavaCommand java, DatabaseSettings database, Path folder, int port) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--listen=udp:127.0.0.1:" + port,
                "--http=off",
                "--home=" + folder.resolve("home"),
                "--domains=127.0.0.1",
                "--check_time=1",
                "--db_url=" + database.url(),
                "--db_user=" + database.user(),
                "--db_password=" + database.password()));
    arguments.addAll(java.settings());
    List<String> line = java.line(List.of("-jar", WAR.toString()), arguments);
    return ServerProcess.start(line, folder.resolve("msilo.log")).awaitSip(port);
  }

  /** The same container with an application that answers 202 and keeps nothing. */
  public static ServerProcess withoutStore(JavaCommand java, Path folder, int port)
      throws IOException {
    List<String> what =
        List.of("-cp", System.getProperty("java.class.path"), AcceptingServer.class.getName());
    List<String> line = java.line(what, List.of(folder.toString(), Integer.toString(port)));
    return ServerProcess.start(line, folder.resolve("limit.log")).awaitSip(port);
  }

  /** Kamailio with its msilo on this database. */
  public static ServerProcess kamailio(DatabaseSettings database, Path folder, int port)
      throws IOException {
    String url = database.url().replaceFirst("jdbc:postgresql://", "");
    Path configuration = folder.resolve("kamailio.cfg");
    Files.writeString(
        configuration,
        resource("kamailio.cfg")
            .replace("LISTEN_PORT", Integer.toString(port))
            .replace(
                "SILO_URL",
                "postgres://%s:%s@%s".formatted(database.user(), database.password(), url)));
    List<String> line = new ArrayList<>();
    line.addAll(List.of(KAMAILIO.toString(), "-DD", "-f", configuration.toString()));
    line.addAll(KAMAILIO_MEGABYTES);
    line.addAll(List.of("-P", folder.resolve("pid").toString(), "-Y", folder.toString()));
    return ServerProcess.start(line, folder.resolve("kamailio.log")).awaitSip(port);
  }

  public static boolean hasKamailio() {
    return Files.isExecutable(KAMAILIO);
  }

  static String resource(String name) {
    try (var stream = Servers.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
