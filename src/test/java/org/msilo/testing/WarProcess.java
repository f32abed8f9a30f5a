package org.msilo.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.h2.Driver;
import org.msilo.testing.fault.HeldMain;
import org.msilo.testing.fault.HoldPoint;

/** The packaged war as a child process; whatever happens, close() leaves no process behind. */
public final class WarProcess implements AutoCloseable {
  private static final Duration START_UP = Duration.ofSeconds(120);

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private WarProcess(Process process) {
    this.process = process;
    reader = new Thread(this::read, "war-output-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts {@code java -jar msilo.war} with these arguments and does not wait for anything. */
  public static WarProcess run(String... arguments) {
    return run(List.of(), List.of(arguments));
  }

  /** The same with options of the Java machine, such as system properties. */
  public static WarProcess run(List<String> options, List<String> arguments) {
    List<String> what = new ArrayList<>(options);
    what.addAll(List.of("-jar", System.getProperty("war")));
    return java(what, arguments);
  }

  private static WarProcess java(List<String> what, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // It lives for seconds: start fast rather than run fast.
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(what);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("MSILO_"));
    try {
      return new WarProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a server on this home and loopback port and waits until it says that it is ready. */
  public static WarProcess server(Path home, int port, String... settings) {
    List<String> arguments = new ArrayList<>(serverArguments(home, port));
    arguments.addAll(List.of(settings));
    return run(arguments.toArray(String[]::new)).awaitReady();
  }

  /** Starts a server on this home and loopback port that stands still once it gets to this step. */
  public static WarProcess heldServer(Path home, int port, HoldPoint step) {
    List<String> arguments = new ArrayList<>(serverArguments(home, port));
    arguments.add("--db_url=" + HeldMain.DB_URL);
    String classPath =
        String.join(
            File.pathSeparator,
            System.getProperty("war"),
            locationOf(HeldMain.class),
            locationOf(Driver.class));
    List<String> held =
        List.of(
            "-Dheld.home=" + home,
            "-Dheld.when=" + step.when(),
            "-Dheld.at=" + step.regex(),
            "-cp",
            classPath,
            HeldMain.class.getName());
    return java(held, arguments).awaitReady();
  }

  private static String locationOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  /** Waits until it says that it is ready; one that ended instead fails the test. */
  public WarProcess awaitReady() {
    try {
      await("msilo is ready").atMost(START_UP).until(() -> isReady() || !process.isAlive());
      if (!isReady()) {
        throw new AssertionError("the server ended early:\n" + output());
      }
      return this;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Waits until the process stands at the step it was told to be held at. */
  public void awaitHeld() {
    await("the step").atMost(START_UP).until(() -> output.contains(HoldPoint.HELD));
  }

  /** What a server on this home and port is started with, HTTP off. */
  public static List<String> serverArguments(Path home, int port) {
    return List.of(
        "--home=" + home,
        "--listen=udp:127.0.0.1:%d,tcp:127.0.0.1:%d".formatted(port, port),
        "--http=off");
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public boolean isReady() {
    return output.stream().anyMatch(line -> line.startsWith("msilo is ready"));
  }

  /** Both streams, line by line. */
  public String output() {
    return String.join("\n", output);
  }

  public List<String> lines() {
    return List.copyOf(output);
  }

  /** Waits for the end of the process and of its output. */
  public int exitValue() {
    try {
      if (!process.waitFor(START_UP.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("still running:\n" + output());
      }
      reader.join(START_UP.toMillis());
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** SIGKILL: the process has no chance to tidy up. */
  public void kill9() {
    process.destroyForcibly();
    exitValue();
  }

  /** SIGTERM, and the exit value. */
  public int terminate() {
    process.destroy();
    return exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    exitValue();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
      }
    } catch (IOException e) {
      output.add("[the output broke off: " + e + "]");
    }
  }
}
