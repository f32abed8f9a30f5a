package org.msilo.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** All values measured so far, for each figure and contender one a run. Not thread-safe. */
public final class Figures {
  private final Map<Figure, Map<Contender, List<Double>>> values = new LinkedHashMap<>();
  private final List<Trial> trials = new ArrayList<>();

  public void add(Contender contender, Figure figure, double value) {
    values
        .computeIfAbsent(figure, f -> new EnumMap<>(Contender.class))
        .computeIfAbsent(contender, c -> new ArrayList<>())
        .add(value);
  }

  void add(Trial trial) {
    trials.add(trial);
  }

  public Set<Figure> measured() {
    return values.keySet();
  }

  public List<Trial> trials() {
    return List.copyOf(trials);
  }

  /** The values of all runs, in their order. */
  public List<Double> all(Contender contender, Figure figure) {
    return List.copyOf(values.getOrDefault(figure, Map.of()).getOrDefault(contender, List.of()));
  }

  /** The median of the runs, the lower one of two; empty if it was not measured. */
  public OptionalDouble median(Contender contender, Figure figure) {
    List<Double> sorted = all(contender, figure).stream().sorted().toList();
    return sorted.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(sorted.get((sorted.size() - 1) / 2));
  }

  /** The median of one divided by the median of another. */
  public OptionalDouble ratio(Contender one, Figure of, Contender other, Figure by) {
    OptionalDouble above = median(one, of);
    OptionalDouble below = median(other, by);
    return above.isEmpty() || below.isEmpty() || below.getAsDouble() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(above.getAsDouble() / below.getAsDouble());
  }
}
