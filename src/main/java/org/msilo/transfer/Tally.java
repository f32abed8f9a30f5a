package org.msilo.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what became of the rows and keeps the reasons of the first refusals; for one thread. */
final class Tally {
  private static final int MOST_REASONS = 100;

  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private final List<String> reasons = new ArrayList<>();

  void add(Outcome outcome) {
    counts.merge(outcome, 1L, Long::sum);
  }

  /**
   * Notes a refusal.
   *
   * @param what the row or message
   * @param reason why it does not fit
   */
  void refuse(String what, String reason) {
    add(Outcome.REFUSED);
    if (reasons.size() < MOST_REASONS) {
      reasons.add(what + ": " + reason);
    }
  }

  long of(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }

  long all() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The summary, a line each; outcomes that did not come about are left out, save the first. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%12d  read".formatted(all()));
    Arrays.stream(Outcome.values())
        .filter(outcome -> outcome == Outcome.TAKEN || of(outcome) > 0)
        .forEach(outcome -> lines.add("%12d  %s".formatted(of(outcome), outcome.label())));
    reasons.forEach(reason -> lines.add("refused: " + reason));
    if (of(Outcome.REFUSED) > reasons.size()) {
      lines.add("refused: and %d more".formatted(of(Outcome.REFUSED) - reasons.size()));
    }
    return lines;
  }
}
