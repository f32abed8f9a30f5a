package org.msilo.metrics;

import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;

/**
 * Makes meters: once, when a room is built; what it gives back is called for each event and is
 * cheap. The same name and labels give the same meter. Labels are keys and values in turn.
 * Thread-safe, as are the meters.
 */
public interface Meters {
  /** Measures durations; takes nanoseconds. */
  LongConsumer timing(String name, String... labels);

  /** Measures sizes, in pieces. */
  LongConsumer sizes(String name, String... labels);

  /** Counts. */
  Runnable count(String name, String... labels);

  /**
   * Shows a value of now.
   *
   * @param unit what the value is in, for people
   */
  void gauge(String name, String unit, DoubleSupplier value, String... labels);

  /** Meters that nobody reads. */
  static Meters none() {
    return NoMeters.INSTANCE;
  }
}
