package org.msilo.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Processor time of one Java process by what its threads do, as Linux counts it; empty on other
 * systems. Threads that have ended are left out.
 *
 * @param ticks hundredths of a second in user and kernel mode
 */
public record ThreadTimes(Map<Part, Long> ticks) {
  /** What threads do, by their names, of which Linux keeps fifteen characters. */
  public enum Part {
    SIP("SIP stack and application"),
    STORE("store: Hibernate, driver, database if embedded", "msilo-store", "H2 ", "MVStore"),
    REPLIES("answers after the commit", "msilo-reply"),
    DELIVERIES("mail going out", "msilo-delivery"),
    COLLECTOR(
        "garbage collector", "GC Thread", "G1 ", "VM Thread", "ZDriver", "ZWorker", "XWorker"),
    COMPILER("compiler", "C1 Compiler", "C2 Compiler", "Sweeper");

    private final String title;
    private final String[] threads;

    Part(String title, String... threads) {
      this.title = title;
      this.threads = threads;
    }

    public String title() {
      return title;
    }

    private static Part of(String thread) {
      for (Part part : values()) {
        if (Stream.of(part.threads).anyMatch(thread::startsWith)) {
          return part;
        }
      }
      return SIP;
    }
  }

  static ThreadTimes of(ProcessHandle process) {
    Map<Part, Long> ticks = new EnumMap<>(Part.class);
    Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
    if (Files.isDirectory(threads)) {
      try (Stream<Path> each = Files.list(threads)) {
        each.forEach(thread -> add(thread, ticks));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new ThreadTimes(ticks);
  }

  private static void add(Path thread, Map<Part, Long> ticks) {
    try {
      Part part = Part.of(Files.readString(thread.resolve("comm")));
      ticks.merge(part, CpuTime.ticks(thread.resolve("stat"), 2), Long::sum);
    } catch (IOException e) {
      // It has ended.
    }
  }

  /** Microseconds of a part for each of so many messages since an earlier moment. */
  public double microsEachSince(ThreadTimes earlier, Part part, int messages) {
    return new CpuTime(ticks.getOrDefault(part, 0L))
        .microsEachSince(new CpuTime(earlier.ticks.getOrDefault(part, 0L)), messages);
  }
}
