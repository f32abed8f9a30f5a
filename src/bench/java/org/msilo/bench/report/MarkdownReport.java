package org.msilo.bench.report;

import java.util.List;
import java.util.OptionalDouble;
import org.msilo.bench.Contender;
import org.msilo.bench.Figure;
import org.msilo.bench.Figures;

/** The figures as tables in Markdown: the goals, and all medians. */
final class MarkdownReport {
  private final Figures figures;
  private final Conditions conditions;

  MarkdownReport(Figures figures, Conditions conditions) {
    this.figures = figures;
    this.conditions = conditions;
  }

  /** The goals, for the screen and the report alike. */
  String goals() {
    StringBuilder table =
        new StringBuilder("| load | what | goal | measured | |\n|---|---|---|---|---|\n");
    for (Goal goal : Goals.ALL) {
      table.append(
          "| %s | %s | %s | %s | %s |%n"
              .formatted(
                  goal.load(),
                  goal.what(),
                  goal.aim(),
                  goal.valueText(figures),
                  goal.verdict(figures)));
    }
    return table.toString();
  }

  /** All figures, a column for each contender, and the ratio of the two on PostgreSQL. */
  String medians() {
    StringBuilder table = new StringBuilder("| load | figure |");
    for (Contender contender : Contender.values()) {
      table.append(' ').append(contender.title()).append(" |");
    }
    table.append(" own / peer |\n|---|---|---|---|---|---|\n");
    for (Figure figure : figures.measured()) {
      table.append("| %s | %s |".formatted(figure.load(), figure.what()));
      for (Contender contender : Contender.values()) {
        table.append(' ').append(cell(contender, figure)).append(" |");
      }
      table.append(' ').append(ratio(figure)).append(" |\n");
    }
    return table.toString();
  }

  private String cell(Contender contender, Figure figure) {
    OptionalDouble median = figures.median(contender, figure);
    return median.isEmpty()
        ? ""
        : Goal.number(median.getAsDouble()) + (" " + figure.unit()).stripTrailing();
  }

  private String ratio(Figure figure) {
    OptionalDouble ratio = figures.ratio(Contender.OWN, figure, Contender.PEER, figure);
    return ratio.isEmpty() ? "" : Goal.number(ratio.getAsDouble());
  }

  String all() {
    List<String> parts =
        List.of(
            "# Benchmark\n",
            conditions.text(),
            "## Goals\n",
            "Medians of the runs; msilo on PostgreSQL.\n",
            goals(),
            "## Medians\n",
            medians(),
            "![rate and latency](latency.svg)\n");
    return String.join("\n", parts);
  }
}
