package org.msilo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Runs sipp with the project's scenarios in a folder of its own. */
final class Sipp {
  private static final Path SCENARIOS = Path.of("src/test/sipp").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofSeconds(120);

  private final Path folder;

  Sipp(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes the injection file that the scenarios take their users from, in order, over and over.
   */
  void users(int count) throws IOException {
    injects(IntStream.range(0, count).mapToObj(i -> "user" + i + ";").toList());
  }

  /** Writes the injection file; each line ends with a semicolon. */
  void injects(List<String> lines) throws IOException {
    List<String> file = new ArrayList<>(List.of("SEQUENTIAL"));
    file.addAll(lines);
    Files.write(folder.resolve("users.csv"), file);
  }

  /** The same for scenarios that log in, with this password for everybody. */
  void usersWithPassword(int count, String password) throws IOException {
    List<String> lines = new ArrayList<>(List.of("SEQUENTIAL"));
    for (int i = 0; i < count; i++) {
      lines.add("user%d;[authentication username=user%d password=%s];".formatted(i, i, password));
    }
    Files.write(folder.resolve("users.csv"), lines);
  }

  /** Runs a client scenario to its end; returns its exit value, 0 when every call succeeded. */
  int call(String scenario, int serverPort, int ownPort, int rate, int calls, String... more) {
    return await(calling(scenario, serverPort, ownPort, rate, calls, more));
  }

  /** Starts a client scenario that ends by itself after so many calls. */
  Process calling(
      String scenario, int serverPort, int ownPort, int rate, int calls, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "sipp",
                "127.0.0.1:" + serverPort,
                "-inf",
                folder.resolve("users.csv").toString(),
                "-r",
                Integer.toString(rate),
                "-l",
                Integer.toString(calls)));
    command.addAll(common(scenario, ownPort, calls));
    command.addAll(List.of("-trace_logs", "-log_file", log(scenario).toString()));
    command.addAll(List.of(more));
    return start(command, scenario);
  }

  /** Starts a server scenario that ends by itself after so many calls. */
  Process serve(String scenario, int ownPort, int calls) {
    List<String> command = new ArrayList<>(List.of("sipp"));
    command.addAll(common(scenario, ownPort, calls));
    command.addAll(List.of("-trace_logs", "-log_file", log(scenario).toString()));
    return start(command, scenario);
  }

  /** What a scenario has logged. */
  List<String> logged(String scenario) throws IOException {
    return Files.readAllLines(log(scenario)).stream().filter(l -> !l.isBlank()).toList();
  }

  static int await(Process process) {
    return await(process, LIMIT);
  }

  static int await(Process process, Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("sipp did not end: " + process.info().commandLine().orElse(""));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private Path log(String scenario) {
    return folder.resolve(scenario + ".log");
  }

  private static List<String> common(String scenario, int ownPort, int calls) {
    return List.of(
        "-sf",
        SCENARIOS.resolve(scenario + ".xml").toString(),
        "-i",
        "127.0.0.1",
        "-p",
        Integer.toString(ownPort),
        "-m",
        Integer.toString(calls),
        "-buff_size",
        "4000000",
        "-nostdin");
  }

  private Process start(List<String> command, String name) {
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve(name + ".out").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("sipp cannot be started (Debian's sip-tester)", e);
    }
  }
}
