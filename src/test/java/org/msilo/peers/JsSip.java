package org.msilo.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A phone of JsSIP in Node, over WebSocket. */
final class JsSip implements AutoCloseable {
  /** Where .ci/run has installed the packages. */
  private static final Path FOLDER = Path.of("target/jssip").toAbsolutePath();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final PrintStream commands;
  private final List<String> said = new CopyOnWriteArrayList<>();

  JsSip(int webSocketPort, String user) {
    if (!Files.isDirectory(FOLDER.resolve("node_modules/jssip"))) {
      throw new IllegalStateException(
          "no JsSIP in " + FOLDER + ": copy src/test/jssip/* there and run npm ci");
    }
    try {
      process =
          new ProcessBuilder("node", "phone.js", Integer.toString(webSocketPort), user)
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    commands = new PrintStream(process.getOutputStream(), true, UTF_8);
    Thread reader = new Thread(this::read, "jssip-" + user);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      lines.lines().forEach(said::add);
    } catch (IOException | UncheckedIOException e) {
      said.add("lost: " + e.getMessage());
    }
  }

  JsSip tell(String command) {
    commands.println(command);
    return this;
  }

  /** Waits until it has said this so often. */
  JsSip awaits(String line, int times) {
    await("JsSIP says \"" + line + "\" " + times + " times")
        .atMost(PATIENCE)
        .until(() -> said.stream().filter(line::equals).count() >= times);
    return this;
  }

  /** The texts of the messages it got, in the order of arrival. */
  List<String> texts() {
    return said.stream()
        .filter(line -> line.startsWith("message "))
        .map(line -> line.substring("message ".length()))
        .toList();
  }

  @Override
  public void close() {
    commands.println("quit");
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
