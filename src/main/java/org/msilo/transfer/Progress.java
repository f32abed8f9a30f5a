package org.msilo.transfer;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Shows how far a transfer is, how fast, and how long it will take: a bar that is drawn anew on a
 * terminal, a line now and then elsewhere. For one thread.
 */
final class Progress {
  private static final Duration BETWEEN_BARS = Duration.ofMillis(200);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  private static final int BAR = 30;
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private final Clock clock;
  private final long total;
  private final Instant startedAt;
  private Instant shownAt;

  /**
   * @param total how many rows there are, as far as is known
   */
  Progress(PrintStream out, boolean terminal, Clock clock, long total) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.total = total;
    this.startedAt = clock.instant();
    this.shownAt = startedAt;
  }

  /** So many rows are done. */
  void at(long done) {
    Duration pause = terminal ? BETWEEN_BARS : BETWEEN_LINES;
    if (Duration.between(shownAt, clock.instant()).compareTo(pause) < 0) {
      return;
    }
    shownAt = clock.instant();
    if (terminal) {
      out.print(ERASE + bar(done) + " " + text(done));
      out.flush();
    } else {
      out.println(text(done));
    }
  }

  /** Takes the bar away. */
  void end() {
    if (terminal) {
      out.print(ERASE);
      out.flush();
    }
  }

  private String bar(long done) {
    int filled = (int) (share(done) * BAR);
    return "[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "]";
  }

  private String text(long done) {
    double seconds = Math.max(1, Duration.between(startedAt, clock.instant()).toMillis()) / 1000.0;
    double rate = done / seconds;
    String left =
        rate > 0 && done < total
            ? ", " + time(Duration.ofSeconds((long) Math.ceil((total - done) / rate))) + " left"
            : "";
    return String.format(
        Locale.ROOT,
        "%3.0f %%  %,d of %,d, %,.0f/s%s",
        100 * share(done),
        done,
        Math.max(done, total),
        rate,
        left);
  }

  private double share(long done) {
    return total <= 0 ? 1 : Math.min(1.0, (double) done / total);
  }

  private static String time(Duration left) {
    return left.toHours() > 0
        ? "%d:%02d:%02d".formatted(left.toHours(), left.toMinutesPart(), left.toSecondsPart())
        : "%d:%02d".formatted(left.toMinutes(), left.toSecondsPart());
  }
}
