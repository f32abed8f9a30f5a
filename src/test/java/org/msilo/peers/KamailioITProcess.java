package org.msilo.peers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's Kamailio as a child process with the project's configuration. */
final class KamailioITProcess implements AutoCloseable {
  private static final Path CONFIGURATION =
      Path.of("src/test/kamailio/kamailio.cfg").toAbsolutePath();
  private static final long LIMIT_SECONDS = 20;

  private final Process process;
  private final Path log;

  private KamailioITProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it on a loopback port, msilo behind it on another, and waits until it is ready. */
  static KamailioITProcess start(Path folder, int port, int msiloPort) {
    return start(CONFIGURATION, folder, port, "MSILO_PORT=" + msiloPort);
  }

  /** Starts it with a configuration and what that wants to be told, and waits until it is ready. */
  static KamailioITProcess start(Path configuration, Path folder, int port, String... definitions) {
    Path log = folder.resolve("kamailio.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                "kamailio",
                "-DD",
                "-E",
                "-f",
                configuration.toString(),
                "-w",
                folder.toString(),
                "-Y",
                folder.toString(),
                "-m",
                "32",
                "-M",
                "4",
                "-A",
                "LISTEN_PORT=" + port));
    Stream.of(definitions).forEach(definition -> command.addAll(List.of("-A", definition)));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      KamailioITProcess kamailio = new KamailioITProcess(process, log);
      kamailio.awaitReady();
      return kamailio;
    } catch (IOException e) {
      throw new UncheckedIOException("kamailio cannot be started (Debian's kamailio)", e);
    }
  }

  /** What it complained of while it served. */
  List<String> faults() {
    return lines().stream()
        .dropWhile(line -> !saysReady(line))
        .filter(line -> line.contains("ERROR:") || line.contains("CRITICAL:"))
        .toList();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void awaitReady() {
    try {
      await("kamailio is ready")
          .atMost(Duration.ofSeconds(LIMIT_SECONDS))
          .until(() -> isReady() || !process.isAlive());
      if (!isReady()) {
        throw new AssertionError("kamailio ended early:\n" + String.join("\n", lines()));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private boolean isReady() {
    return lines().stream().anyMatch(KamailioITProcess::saysReady);
  }

  private static boolean saysReady(String line) {
    return line.contains("kamailio is ready");
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
