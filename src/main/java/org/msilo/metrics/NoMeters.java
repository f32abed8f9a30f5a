package org.msilo.metrics;

import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;

/** Meters that nobody reads. */
enum NoMeters implements Meters {
  INSTANCE;

  @Override
  public LongConsumer timing(String name, String... labels) {
    return nanos -> {};
  }

  @Override
  public LongConsumer sizes(String name, String... labels) {
    return pieces -> {};
  }

  @Override
  public Runnable count(String name, String... labels) {
    return () -> {};
  }

  @Override
  public void gauge(String name, String unit, DoubleSupplier value, String... labels) {
    // Nobody asks.
  }
}
