package org.msilo.testing.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** A program of the operating system or the JDK that is run to its end. */
final class Tool {
  private Tool() {}

  /** What it wrote to both streams; a status other than 0 is an IOException with it. */
  static String run(String... command) throws IOException {
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(tool.getInputStream().readAllBytes(), UTF_8);
    try {
      if (tool.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return output;
  }
}
