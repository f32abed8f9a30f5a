package org.msilo.launcher;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which option the Java machine lacks for an even pace. What a server keeps for the 32 s of Timer J
 * fills a heap in layers that the older collectors move in one pause (docs/performance.md); Java
 * takes one of them by itself where it sees one processor only or less than 2 GB.
 */
final class JavaAdvice {
  private static final List<String> EVEN = List.of("G1", "ZGC", "Shenandoah");

  private JavaAdvice() {}

  /** A line for whoever started this process; empty if nothing is missing. */
  static Optional<String> line() {
    return line(
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(GarbageCollectorMXBean::getName)
            .toList());
  }

  static Optional<String> line(List<String> collectors) {
    Stream<String> known = EVEN.stream();
    return known.anyMatch(even -> collectors.stream().anyMatch(it -> it.startsWith(even)))
        ? Optional.empty()
        : Optional.of(
            "msilo: Java collects garbage by %s, which stops it for longer: -XX:+UseG1GC is missing"
                .formatted(String.join(" and ", collectors)));
  }
}
