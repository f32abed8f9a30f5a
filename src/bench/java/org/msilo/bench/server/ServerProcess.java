package org.msilo.bench.server;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A SIP server as a child process with all its own children; none of them outlives this JVM. */
public final class ServerProcess implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
  private static final int PROBE_MILLIS = 250;

  private final Process process;
  private final Path log;
  private final Thread atEnd = new Thread(this::kill);

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(atEnd);
  }

  /**
   * Starts a process and does not wait for anything.
   *
   * @param log file that takes what it prints
   */
  public static ServerProcess start(List<String> command, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("MSILO_"));
    return new ServerProcess(builder.start(), log);
  }

  /**
   * Waits until it answers an OPTIONS on this loopback port.
   *
   * @throws IOException with the end of its log if it ends instead, or does not answer in time
   */
  public ServerProcess awaitSip(int port) throws IOException {
    long until = System.nanoTime() + LONGEST_START.toNanos();
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      socket.setSoTimeout(PROBE_MILLIS);
      for (int attempt = 1; System.nanoTime() < until && process.isAlive(); attempt++) {
        if (answers(socket, port, attempt)) {
          return this;
        }
      }
    }
    close();
    throw new IOException("the server did not start; the end of " + log + ":\n" + endOfLog());
  }

  private static boolean answers(DatagramSocket socket, int port, int attempt) throws IOException {
    String options =
        """
        OPTIONS sip:127.0.0.1:%1$d SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%2$d;branch=z9hG4bK-probe-%3$d
        Max-Forwards: 70
        From: <sip:probe@127.0.0.1>;tag=%3$d
        To: <sip:127.0.0.1:%1$d>
        Call-ID: probe-%3$d@127.0.0.1
        CSeq: 1 OPTIONS
        Content-Length: 0

        """
            .formatted(port, socket.getLocalPort(), attempt)
            .replace("\n", "\r\n");
    byte[] bytes = options.getBytes(StandardCharsets.US_ASCII);
    socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
    try {
      socket.receive(new DatagramPacket(new byte[4096], 4096));
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /** What the process and its children have cost so far. */
  public CpuTime cpu() {
    return CpuTime.of(process.toHandle());
  }

  /** What its threads have cost so far. */
  public ThreadTimes threads() {
    return ThreadTimes.of(process.toHandle());
  }

  /** Seconds since it was started. */
  public double uptime() {
    Instant startedAt = process.info().startInstant().orElse(Instant.now());
    return Duration.between(startedAt, Instant.now()).toMillis() / 1000.0;
  }

  private String endOfLog() throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  /** Ends it in order, and by force if that takes too long. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
        kill();
        process.waitFor();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
    forgetHook();
  }

  private void kill() {
    Stream.concat(process.descendants(), Stream.of(process.toHandle()))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      // This JVM is ending, and the hook runs.
    }
  }
}
