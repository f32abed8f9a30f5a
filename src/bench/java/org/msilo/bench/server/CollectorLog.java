package org.msilo.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * What the collector did, by the log that {@link #options(Path)} make it write.
 *
 * @param pauses microseconds each pause took
 * @param fullCollections how many collections were full ones
 * @param heaps what lived after collections
 */
public record CollectorLog(Histogram pauses, int fullCollections, List<Heap> heaps) {
  private static final Pattern LINE = Pattern.compile("^\\[([\\d.]+)s].*\\bPause (.*)$");
  private static final Pattern MILLIS = Pattern.compile(" ([\\d.]+)ms$");
  private static final Pattern HEAP = Pattern.compile("\\b\\d+M->(\\d+)M\\(");

  /**
   * The heap after a collection.
   *
   * @param second since the start of the process
   */
  public record Heap(double second, int megabytes) {}

  /** Options of the Java machine that make it log to this file. */
  public static List<String> options(Path file) {
    return List.of("-Xlog:gc,gc+phases:file=" + file + ":uptime:filecount=0");
  }

  /**
   * Reads the log from a moment on.
   *
   * @param from seconds since the start of the process
   */
  public static CollectorLog read(Path file, double from) throws IOException {
    Histogram pauses = new Histogram(3);
    List<Heap> heaps = new ArrayList<>();
    int full = 0;
    for (String line : Files.readAllLines(file)) {
      Matcher pause = LINE.matcher(line);
      Matcher millis = MILLIS.matcher(line);
      if (pause.find() && millis.find() && Double.parseDouble(pause.group(1)) >= from) {
        pauses.recordValue((long) (Double.parseDouble(millis.group(1)) * 1000));
        full += pause.group(2).startsWith("Full") ? 1 : 0;
        Matcher heap = HEAP.matcher(line);
        if (heap.find()) {
          heaps.add(new Heap(Double.parseDouble(pause.group(1)), Integer.parseInt(heap.group(1))));
        }
      }
    }
    return new CollectorLog(pauses, full, List.copyOf(heaps));
  }

  /** The least that was left after a collection in a stretch of time; 0 if there was none. */
  public double leastMegabytes(double from, double to) {
    return heaps.stream()
        .filter(heap -> heap.second() >= from && heap.second() < to)
        .mapToInt(Heap::megabytes)
        .min()
        .orElse(0);
  }
}
