package org.msilo.bench;

import java.util.List;
import java.util.stream.Stream;
import org.msilo.bench.server.JavaCommand;

/**
 * What the system properties bench.* ask for; immutable.
 *
 * @param quick a short form that shows that everything works, not how fast it is
 * @param runs how often all is measured
 * @param loads names of loads; empty for those with goals
 * @param databases postgresql, h2
 * @param java how msilo is started
 */
public record BenchOptions(
    boolean quick, int runs, List<String> loads, List<String> databases, JavaCommand java) {
  private static final int RUNS = 3;

  static BenchOptions fromSystemProperties() {
    boolean quick = Boolean.getBoolean("bench.quick");
    List<String> databases = list("bench.databases", ",");
    return new BenchOptions(
        quick,
        Integer.parseInt(text("bench.runs", quick ? "1" : Integer.toString(RUNS))),
        list("bench.loads", ","),
        databases.isEmpty() ? List.of("postgresql", "h2") : databases,
        new JavaCommand(
            text("bench.java", System.getProperty("java.home") + "/bin/java"),
            list("bench.java.options", " "),
            list("bench.settings", " ")));
  }

  private static String text(String name, String otherwise) {
    String value = System.getProperty(name, "").strip();
    return value.isEmpty() ? otherwise : value;
  }

  private static List<String> list(String name, String separator) {
    return Stream.of(System.getProperty(name, "").split(separator))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
