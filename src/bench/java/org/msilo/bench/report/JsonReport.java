package org.msilo.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.msilo.bench.Contender;
import org.msilo.bench.Figure;
import org.msilo.bench.Figures;
import org.msilo.bench.Trial;

/** All values of all runs, and each stretch of requests, for programs to read. */
final class JsonReport {
  private JsonReport() {}

  static String of(Figures figures, Conditions conditions) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("conditions", conditions.text().lines().map(line -> line.substring(2)).toList());
    report.put("goals", Goals.ALL.stream().map(goal -> goal(goal, figures)).toList());
    report.put("figures", values(figures));
    report.put("stretches", figures.trials().stream().map(JsonReport::trial).toList());
    return Json.of(report);
  }

  private static Map<String, Object> goal(Goal goal, Figures figures) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("load", goal.load());
    fields.put("what", goal.what());
    fields.put("goal", goal.aim());
    goal.value()
        .apply(figures)
        .ifPresent(
            value -> {
              fields.put("measured", value);
              fields.put("met", goal.met().test(value));
            });
    return fields;
  }

  private static List<Map<String, Object>> values(Figures figures) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Figure figure : figures.measured()) {
      for (Contender contender : Contender.values()) {
        List<Double> values = figures.all(contender, figure);
        if (!values.isEmpty()) {
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put("load", figure.load());
          fields.put("what", figure.what());
          fields.put("unit", figure.unit());
          fields.put("contender", contender.title());
          fields.put("median", figures.median(contender, figure).orElseThrow());
          fields.put("runs", values);
          all.add(fields);
        }
      }
    }
    return all;
  }

  private static Map<String, Object> trial(Trial trial) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", trial.run());
    fields.put("contender", trial.contender().title());
    fields.put("load", trial.load());
    fields.put("method", trial.method());
    fields.put("rate", trial.outcome().rate());
    fields.put("sent", trial.outcome().sent());
    fields.put("accepted", trial.outcome().accepted());
    fields.put("unavailable", trial.outcome().unavailable());
    fields.put("refused", trial.outcome().refused());
    fields.put("unanswered", trial.outcome().unanswered());
    fields.put("retransmitted", trial.outcome().retransmitted());
    for (double percentile : new double[] {50, 90, 99, 99.9, 100}) {
      fields.put("p%sMillis".formatted(percentile), trial.outcome().millis(percentile));
    }
    fields.put("generatorLateMicros", trial.outcome().lateMicros());
    fields.put("cpuMicros", trial.cpuMicros());
    return fields;
  }
}
