package org.msilo.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Processor time of a process and its children, as Linux counts it; 0 on other systems.
 *
 * @param ticks hundredths of a second in user and kernel mode
 */
public record CpuTime(long ticks) {
  public static final CpuTime NONE = new CpuTime(0);

  private static final long MICROS_A_TICK = 10_000;

  /** Where utime, stime, cutime and cstime begin, counted from the field after the name. */
  private static final int UTIME = 11;

  static CpuTime of(ProcessHandle root) {
    return new CpuTime(
        Stream.concat(Stream.of(root), root.descendants()).mapToLong(CpuTime::ticksOf).sum());
  }

  private static long ticksOf(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Stream.of(fields).skip(UTIME).limit(4).mapToLong(Long::parseLong).sum();
    } catch (IOException e) {
      return 0; // it has ended, and counts in its parent; or there is no such file system
    }
  }

  public CpuTime plus(CpuTime other) {
    return new CpuTime(ticks + other.ticks);
  }

  /** Microseconds for each of so many messages since an earlier moment. */
  public double microsEachSince(CpuTime earlier, int messages) {
    return messages == 0 ? 0 : (double) (ticks - earlier.ticks) * MICROS_A_TICK / messages;
  }
}
