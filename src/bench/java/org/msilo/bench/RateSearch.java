package org.msilo.bench;

import java.io.IOException;
import java.util.Optional;
import java.util.TreeMap;
import org.msilo.bench.wire.Outcome;

/**
 * Finds the highest rate at which nothing is lost, on a grid whose steps are a tenth: upwards or
 * downwards from a guess in strides that double, then by halves.
 */
public final class RateSearch {
  private static final double STEP = 1.1;
  private static final int LOWEST = 0;
  private static final int HIGHEST = 40;
  private static final int RATE_AT_0 = 500;
  private static final int ROUND_TO = 50;

  /** Sends at a rate for a while. */
  @FunctionalInterface
  public interface Attempt {
    Outcome at(int rate) throws IOException;
  }

  private final Attempt attempt;
  private final boolean twice;
  private final TreeMap<Integer, Outcome> held = new TreeMap<>();

  /**
   * @param twice whether a rate that is just not held gets a second chance
   */
  public RateSearch(Attempt attempt, boolean twice) {
    this.attempt = attempt;
    this.twice = twice;
  }

  /** The best attempt; empty if not even the lowest rate is held. */
  public Optional<Outcome> from(double guess) throws IOException {
    int low = gridPoint(guess);
    int high = low;
    int stride = 1;
    if (holds(low)) {
      do {
        low = high;
        high = Math.min(HIGHEST, high + stride);
        stride *= 2;
      } while (high > low && holds(high));
    } else {
      do {
        high = low;
        low = Math.max(LOWEST, low - stride);
        stride *= 2;
      } while (high > low && !holds(low));
    }
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (holds(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Optional.ofNullable(held.lastEntry()).map(entry -> entry.getValue());
  }

  private boolean holds(int point) throws IOException {
    Outcome outcome = attempt.at(rate(point));
    if (outcome.isNearlyHeld() && twice) {
      outcome = attempt.at(rate(point));
    }
    if (outcome.isHeld()) {
      held.put(point, outcome);
    }
    return outcome.isHeld();
  }

  private static int gridPoint(double rate) {
    long point = Math.round(Math.log(rate / RATE_AT_0) / Math.log(STEP));
    return (int) Math.max(LOWEST, Math.min(HIGHEST, point));
  }

  private static int rate(int point) {
    return (int) Math.round(RATE_AT_0 * Math.pow(STEP, point) / ROUND_TO) * ROUND_TO;
  }
}
