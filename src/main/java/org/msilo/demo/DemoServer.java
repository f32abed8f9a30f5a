package org.msilo.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.msilo.config.ListenAddress;
import org.msilo.config.TlsFiles;
import org.msilo.launcher.ContainerSettings;
import org.msilo.launcher.EmbeddedContainer;
import org.msilo.launcher.Server;
import org.msilo.launcher.StartException;

/**
 * The real server on a loopback port; every setting that matters is given, whatever the environment
 * says.
 */
final class DemoServer implements AutoCloseable {
  private static final String QUIET_LOG =
      """
      <configuration>
        <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%-5level %logger{0}: %msg%n</pattern></encoder>
        </appender>
        <root level="ERROR"><appender-ref ref="console"/></root>
      </configuration>
      """;

  private final Path webapp;
  private final Path folder;
  private final int port;
  private EmbeddedContainer container;

  DemoServer(Path webapp, Path folder, int port) throws IOException {
    this.webapp = webapp;
    this.folder = folder;
    this.port = port;
    Path log = Files.writeString(folder.resolve("logback.xml"), QUIET_LOG);
    System.setProperty("logback.configurationFile", log.toString());
  }

  void start() throws DemoException {
    container =
        new EmbeddedContainer(
            new ContainerSettings(
                webapp,
                folder.resolve("work"),
                List.of(new ListenAddress("udp", "127.0.0.1", port)),
                TlsFiles.NONE,
                Optional.empty(),
                Map.of(Server.COMMAND_LINE, arguments()),
                false,
                Optional.empty()));
    try {
      container.start();
    } catch (StartException e) {
      container = null;
      throw new DemoException("the server did not start: " + e.getMessage(), e);
    }
  }

  private List<String> arguments() {
    Path home = folder.resolve("home");
    return List.of(
        "--home=" + home,
        "--db_url=jdbc:h2:file:" + home.resolve("silo").toString().replace('\\', '/'),
        "--db_user=sa",
        "--db_password=",
        "--db_table=silo",
        "--registrar=sip:msilo@127.0.0.1",
        "--use_contact=1",
        "--mode=0",
        "--next_hop=none",
        "--expire_time=3600",
        "--location=own",
        "--domains=127.0.0.1",
        "--relay=none",
        "--min_expires=60",
        "--default_expires=3600",
        "--max_expires=3600",
        "--max_message_size=65536",
        "--offline_message={to} is away; msilo keeps it",
        "--listen=udp:127.0.0.1:" + port,
        "--http=off");
  }

  @Override
  public void close() {
    if (container == null) {
      return;
    }
    container.drain();
    container.close();
    container = null;
  }
}
