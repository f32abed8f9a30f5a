package org.msilo.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.msilo.bench.Figures;

/** Writes the figures into a folder, as often as asked: an interrupted benchmark keeps its own. */
public final class Report {
  private final Path folder;
  private final Figures figures;
  private final Conditions conditions;

  public Report(Path folder, Figures figures, Conditions conditions) {
    this.folder = folder;
    this.figures = figures;
    this.conditions = conditions;
  }

  /** Writes report.md, report.json and, if the rates were climbed, latency.svg. */
  public void write() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("report.md"), new MarkdownReport(figures, conditions).all());
    Files.writeString(folder.resolve("report.json"), JsonReport.of(figures, conditions));
    LatencyChart chart = new LatencyChart(figures.trials());
    if (!chart.isEmpty()) {
      Files.writeString(folder.resolve("latency.svg"), chart.draw());
    }
  }

  /** The tables for the screen. */
  public String screen() {
    MarkdownReport report = new MarkdownReport(figures, conditions);
    return conditions.text() + "\n" + report.medians() + "\n" + report.goals();
  }
}
