package org.msilo.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing list as short as it can by leaving out parts of it, large ones first (the
 * delta-debugging of Zeller and Hildebrandt).
 */
final class Shrinker<T> {
  private final Predicate<List<T>> fails;

  /**
   * @param fails whether a list still fails as the first one did
   */
  Shrinker(Predicate<List<T>> fails) {
    this.fails = fails;
  }

  /** A part of the failing list that fails, too, and of which no single element can be left out. */
  List<T> shrink(List<T> failing) {
    List<T> shortest = failing;
    int part = Math.max(1, failing.size() / 2);
    while (true) {
      List<T> shorter = without(shortest, part);
      if (part == 1 && shorter.size() == shortest.size()) {
        return shorter;
      }
      shortest = shorter;
      part = Math.max(1, part / 2);
    }
  }

  /** Leaves out each part of this size that is not needed, the last first: much of it is idle. */
  private List<T> without(List<T> failing, int part) {
    List<T> shortest = failing;
    for (int end = shortest.size(); end > 0; end -= part) {
      List<T> shorter = new ArrayList<>(shortest.subList(0, Math.max(0, end - part)));
      shorter.addAll(shortest.subList(end, shortest.size()));
      if (fails.test(shorter)) {
        shortest = shorter;
      }
    }
    return shortest;
  }
}
