package org.msilo.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.msilo.config.ConfigException;
import org.msilo.config.ConfigReader;
import org.msilo.config.MsiloConfig;
import org.msilo.config.TlsFiles;
import org.msilo.config.TlsIdentity;

/** The server as a process: starts, says that it is ready, and stops in order when told to. */
public final class Server {
  /** The context attribute by which the application gets the command line, a list of strings. */
  public static final String COMMAND_LINE = "org.msilo.commandLine";

  /** The context attribute in which the application leaves what to run before it stops. */
  public static final String DRAIN = "org.msilo.drain";

  private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

  private final EmbeddedContainer container;

  private Server(EmbeddedContainer container) {
    this.container = container;
  }

  /** Runs until the process is told to stop; returns the exit status if it cannot run. */
  public static int run(List<String> arguments, Path webapp, Path workDirectory)
      throws InterruptedException {
    try {
      MsiloConfig config =
          ConfigReader.read(arguments, System.getProperties(), System.getenv(), Map.of());
      Optional<ApplicationClasses> classes = rehearsed(config.rehearsal(), webapp, workDirectory);
      EmbeddedContainer container =
          new EmbeddedContainer(
              new ContainerSettings(
                  webapp,
                  workDirectory,
                  config.listen(),
                  config.tls(),
                  config.http(),
                  Map.of(COMMAND_LINE, List.copyOf(arguments)),
                  false,
                  classes));
      container.start();
      fingerprint(config.tls()).ifPresent(System.out::println);
      JavaAdvice.line().ifPresent(System.out::println);
      Runtime.getRuntime().addShutdownHook(new Thread(new Server(container)::stop, "msilo-stop"));
      System.out.println(readyLine(config));
      System.out.flush();
      new CountDownLatch(1).await();
      return ExitStatus.IN_ORDER;
    } catch (StartException e) {
      System.err.println("msilo: " + e.getMessage());
      return ExitStatus.CANNOT_RUN;
    } catch (ConfigException e) {
      System.err.println("msilo: " + e.getMessage());
      return ExitStatus.BAD_SETTINGS;
    }
  }

  /** The application's classes after a rehearsal, if there is to be one. */
  private static Optional<ApplicationClasses> rehearsed(
      int messages, Path webapp, Path workDirectory) throws StartException, InterruptedException {
    if (messages == 0) {
      return Optional.empty();
    }
    ApplicationClasses classes = ApplicationClasses.of(webapp);
    new Rehearsal(webapp, workDirectory.resolve("rehearsal"), classes).play(messages);
    return Optional.of(classes);
  }

  /** What its user needs to know a certificate by that nobody vouches for. */
  private static Optional<String> fingerprint(TlsFiles tls) {
    return tls.certificate()
        .filter(file -> tls.selfSigned())
        .map(
            file ->
                "msilo: self-signed certificate %s, SHA-256 fingerprint %s"
                    .formatted(
                        file, TlsIdentity.read(file, tls.key().orElseThrow()).fingerprint()));
  }

  private static String readyLine(MsiloConfig config) {
    return "msilo is ready: "
        + config.listen().stream().map(Object::toString).collect(Collectors.joining(" "))
        + ", http "
        + config.http().map(Object::toString).orElse("off")
        + ", home "
        + config.home();
  }

  /** Lets the application finish, stops the container, and never takes longer than its limit. */
  private void stop() {
    Thread worker = new Thread(this::drainAndClose, "msilo-drain");
    worker.setDaemon(true);
    worker.start();
    try {
      worker.join(LONGEST_STOP.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (worker.isAlive()) {
      System.err.println("msilo: did not stop within " + LONGEST_STOP.toSeconds() + " s");
    }
    System.out.flush();
    Runtime.getRuntime().halt(worker.isAlive() ? ExitStatus.CANNOT_RUN : ExitStatus.IN_ORDER);
  }

  private void drainAndClose() {
    try {
      container.drain();
    } finally {
      close();
    }
  }

  private void close() {
    try {
      container.close();
    } catch (IllegalStateException e) {
      System.err.println("msilo: " + e.getMessage() + " (" + e.getCause() + ")");
    }
  }
}
