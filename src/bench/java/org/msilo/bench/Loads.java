package org.msilo.bench;

import java.util.List;
import java.util.stream.Stream;
import org.msilo.bench.load.BacklogCostLoad;
import org.msilo.bench.load.BacklogLoad;
import org.msilo.bench.load.BodySizeLoad;
import org.msilo.bench.load.DevicesLoad;
import org.msilo.bench.load.LatencyCurveLoad;
import org.msilo.bench.load.LimitLoad;
import org.msilo.bench.load.MemoryLoad;
import org.msilo.bench.load.NodesLoad;
import org.msilo.bench.load.OverloadLoad;
import org.msilo.bench.load.PartsLoad;
import org.msilo.bench.load.RegisterLoad;
import org.msilo.bench.load.StoreLoad;
import org.msilo.bench.load.StormLoad;
import org.msilo.bench.load.UsersLoad;

/** All loads there are, in the order in which they run. */
final class Loads {
  /** Those that goals are set for, and the picture. */
  private static final List<Load> WITH_GOALS =
      List.of(
          new StoreLoad(),
          new LatencyCurveLoad(),
          new RegisterLoad(),
          new StormLoad(),
          new BacklogLoad(),
          new OverloadLoad(),
          new LimitLoad(),
          new MemoryLoad());

  /** Those that say what a message costs; asked for by name. */
  private static final List<Load> COSTS =
      List.of(
          new BodySizeLoad(),
          new BacklogCostLoad(),
          new UsersLoad(),
          new DevicesLoad(),
          new NodesLoad(),
          new PartsLoad());

  private Loads() {}

  /**
   * The loads of these names.
   *
   * @param names none for those with goals
   * @throws IllegalArgumentException for an unknown name, with all names in its text
   */
  static List<Load> named(List<String> names) {
    if (names.isEmpty()) {
      return WITH_GOALS;
    }
    List<Load> all = Stream.of(WITH_GOALS, COSTS).flatMap(List::stream).toList();
    List<String> known = all.stream().map(Load::name).toList();
    if (!known.containsAll(names)) {
      throw new IllegalArgumentException("loads are " + String.join(", ", known));
    }
    return all.stream().filter(load -> names.contains(load.name())).toList();
  }
}
