package org.msilo.launcher;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which options the Java machine lacks for an even pace under load (docs/performance.md). What a
 * server keeps for the 32 s of Timer J outlives many young collections: it should be moved once, by
 * a collector that moves little at a time, and out of a young generation that does not shrink; and
 * what it is moved to should be memory that the system has given already, in large pages. And what
 * is compiled should stay small: each request runs through much code once, and methods that have
 * taken in too much of what they call are slow to compile, and too large for the processor's
 * caches. A program cannot give its own machine options, so it says which are missing.
 */
final class JavaAdvice {
  private static final String G1 = "-XX:+UseG1GC";
  private static final String HEAP = "-Xms2g -Xmx2g -Xmn128m";
  private static final String TENURING = "-XX:MaxTenuringThreshold=1";
  private static final String TOUCHED = "-XX:+AlwaysPreTouch";

  /** Java knows this option on Linux only, and does not start with it elsewhere. */
  private static final String LARGE_PAGES = "-XX:+UseTransparentHugePages";

  /** What a method may take in: less than by Java's own values of 325, 2500 and 15. */
  private static final List<String> SMALL_CODE =
      List.of("-XX:FreqInlineSize=80", "-XX:InlineSmallCode=1000", "-XX:MaxInlineLevel=9");

  /** Collectors that have no young generation to give a size to, or see to it by themselves. */
  private static final List<String> BY_THEMSELVES = List.of("ZGC", "Shenandoah");

  private JavaAdvice() {}

  /** A line for whoever started this process; empty if nothing is missing. */
  static Optional<String> line() {
    return line(
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(GarbageCollectorMXBean::getName)
            .toList(),
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        System.getProperty("os.name"));
  }

  /**
   * @param collectors as the Java machine calls them
   * @param options what it was started with
   * @param system name of the operating system
   */
  static Optional<String> line(List<String> collectors, List<String> options, String system) {
    List<String> missing = new ArrayList<>();
    if (BY_THEMSELVES.stream().noneMatch(name -> begins(collectors, name))) {
      missing.addAll(missingForCollector(collectors, options, system));
    }
    for (String option : SMALL_CODE) {
      if (!begins(options, option.substring(0, option.indexOf('=') + 1))) {
        missing.add(option);
      }
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "msilo: for thousands of requests a second give java these options, too: "
                + String.join(" ", missing));
  }

  private static List<String> missingForCollector(
      List<String> collectors, List<String> options, String system) {
    List<String> missing = new ArrayList<>();
    if (!begins(collectors, "G1")) {
      missing.add(G1);
    }
    if (!begins(options, "-Xmn") && !begins(options, "-XX:MaxNewSize=")) {
      missing.add(HEAP);
    }
    if (!begins(options, "-XX:MaxTenuringThreshold=")) {
      missing.add(TENURING);
    }
    if (!begins(options, TOUCHED)) {
      missing.add(TOUCHED);
    }
    if (system.equals("Linux")
        && !begins(options, LARGE_PAGES)
        && !begins(options, "-XX:+UseLargePages")) {
      missing.add(LARGE_PAGES);
    }
    return missing;
  }

  private static boolean begins(List<String> texts, String beginning) {
    return texts.stream().anyMatch(text -> text.startsWith(beginning));
  }
}
