package org.msilo.model;

import java.util.ArrayList;
import java.util.List;

/** What happened in a run, for people to read; for one thread. */
final class Journal {
  private final List<String> lines = new ArrayList<>();

  void begin(Step step) {
    lines.add(step.toString());
  }

  /** Something that came of the last step. */
  void note(String what) {
    int last = lines.size() - 1;
    lines.set(last, lines.get(last) + (lines.get(last).contains("  ") ? ", " : "  ") + what);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
