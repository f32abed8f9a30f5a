package org.msilo.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.msilo.bench.BenchOptions;

/**
 * What figures have to be read with: when, where, how.
 *
 * @param startedAt when the benchmark began
 * @param databases what they are
 * @param kamailio its version, or why it was left out
 */
public record Conditions(
    Instant startedAt, BenchOptions options, List<String> databases, String kamailio) {

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add("- began: " + startedAt.truncatedTo(ChronoUnit.SECONDS));
    lines.add("- runs: " + options.runs() + (options.quick() ? ", short form: no figures" : ""));
    lines.add("- machine: " + machine());
    lines.add("- java of the server: " + options.java().java() + " " + options.java().options());
    if (!options.java().settings().isEmpty()) {
      lines.add("- more settings: " + options.java().settings());
    }
    databases.forEach(database -> lines.add("- database: " + database));
    lines.add("- Kamailio: " + kamailio);
    lines.add("- load generator, servers and databases share the processors; loopback, UDP");
    return String.join("\n", lines) + "\n";
  }

  private static String machine() {
    return "%d processors (%s), %s %s, %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            processor(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("java.vm.version"));
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 2))
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
