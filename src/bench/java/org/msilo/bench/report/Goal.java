package org.msilo.bench.report;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import org.msilo.bench.Figures;

/**
 * A value that is to be reached.
 *
 * @param load name of the load
 * @param what is looked at
 * @param aim in words
 * @param value makes it of the figures; empty if they do not have it
 * @param met whether a value reaches it
 */
record Goal(
    String load,
    String what,
    String aim,
    Function<Figures, OptionalDouble> value,
    DoublePredicate met) {

  static Goal atLeast(
      double least, String load, String what, Function<Figures, OptionalDouble> value) {
    return new Goal(load, what, "≥ " + number(least), value, v -> v >= least);
  }

  static Goal atMost(
      double most, String load, String what, Function<Figures, OptionalDouble> value) {
    return new Goal(load, what, "≤ " + number(most), value, v -> v <= most);
  }

  String valueText(Figures figures) {
    OptionalDouble found = value.apply(figures);
    return found.isPresent() ? number(found.getAsDouble()) : "not measured";
  }

  String verdict(Figures figures) {
    OptionalDouble found = value.apply(figures);
    if (found.isEmpty()) {
      return "-";
    }
    return met.test(found.getAsDouble()) ? "met" : "**missed**";
  }

  /** Two decimals for small numbers, none for large ones. */
  static String number(double value) {
    boolean whole = value == Math.rint(value) || Math.abs(value) >= 100;
    return String.format(Locale.ROOT, whole ? "%,.0f" : "%.2f", value);
  }
}
