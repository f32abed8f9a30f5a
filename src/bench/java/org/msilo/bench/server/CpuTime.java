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

  private static final int OWN_AND_CHILDRENS = 4;

  /** Of a process and all below it. */
  public static CpuTime of(ProcessHandle root) {
    return new CpuTime(
        Stream.concat(Stream.of(root), root.descendants()).mapToLong(CpuTime::ticksOf).sum());
  }

  private static long ticksOf(ProcessHandle process) {
    try {
      return ticks(Path.of("/proc", Long.toString(process.pid()), "stat"), OWN_AND_CHILDRENS);
    } catch (IOException e) {
      return 0; // it has ended, and counts in its parent; or there is no such file system
    }
  }

  /**
   * The sum of a line's times.
   *
   * @param times how many: the first two are its own, the next two those of children that ended
   */
  static long ticks(Path stat, int times) throws IOException {
    String line = Files.readString(stat);
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
    return Stream.of(fields).skip(UTIME).limit(times).mapToLong(Long::parseLong).sum();
  }

  public CpuTime plus(CpuTime other) {
    return new CpuTime(ticks + other.ticks);
  }

  /** Microseconds for each of so many messages since an earlier moment. */
  public double microsEachSince(CpuTime earlier, int messages) {
    return messages == 0 ? 0 : (double) (ticks - earlier.ticks) * MICROS_A_TICK / messages;
  }
}
