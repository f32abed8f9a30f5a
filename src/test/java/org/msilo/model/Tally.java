package org.msilo.model;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.msilo.model.ModelRun.Outcome;
import org.msilo.model.Step.Kind;

/** What a model check went through; for one thread. */
final class Tally {
  private final Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
  private final long startedAt = System.nanoTime();
  private long runs;
  private long steps;
  private long databaseFaults;

  void add(Outcome outcome) {
    runs++;
    steps += outcome.steps().size();
    databaseFaults += outcome.databaseFaults();
    outcome.steps().forEach(step -> kinds.merge(step.kind(), 1L, Long::sum));
  }

  Duration time() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  @Override
  public String toString() {
    return ("%,d steps in %,d runs, %,d steps a second; survived: %,d kills, %,d failed transactions,"
            + " %,d clock jumps, %,d MESSAGEs and %,d notices that could not be sent")
        .formatted(
            steps,
            runs,
            Math.round(steps / Math.max(1e-3, time().toMillis() / 1e3)),
            count(Kind.KILL),
            databaseFaults,
            count(Kind.JUMP),
            count(Kind.NO_ROUTE),
            count(Kind.NO_NOTICE));
  }

  private long count(Kind kind) {
    return kinds.getOrDefault(kind, 0L);
  }
}
