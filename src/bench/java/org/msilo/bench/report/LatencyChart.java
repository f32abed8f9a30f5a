package org.msilo.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.msilo.bench.Contender;
import org.msilo.bench.Trial;
import org.msilo.bench.load.LatencyCurveLoad;
import org.msilo.bench.wire.Outcome;

/**
 * Rate of MESSAGEs against their latency as SVG: for each contender p50 dashed and p99 solid, a
 * filled mark where nothing was sent again. Both axes begin where the values do.
 */
final class LatencyChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 480;
  private static final int LEFT = 90;
  private static final int RIGHT = 640;
  private static final int TOP = 50;
  private static final int BOTTOM = 420;

  /** Latency goes from 0.1 ms to 10 s, a tenfold each step. */
  private static final int LOWEST_EXPONENT = -1;

  private static final int HIGHEST_EXPONENT = 4;

  private final List<Trial> trials;
  private final double highestRate;
  private final StringBuilder svg = new StringBuilder();

  LatencyChart(List<Trial> all) {
    trials =
        all.stream()
            .filter(trial -> trial.load().equals(LatencyCurveLoad.NAME))
            .filter(trial -> trial.outcome().accepted() > 0)
            .sorted(Comparator.comparingInt(trial -> trial.outcome().rate()))
            .toList();
    highestRate = trials.stream().mapToInt(trial -> trial.outcome().rate()).max().orElse(1);
  }

  boolean isEmpty() {
    return trials.isEmpty();
  }

  String draw() {
    add(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif'"
            + " font-size='13'>",
        WIDTH, HEIGHT);
    add("<rect width='100%%' height='100%%' fill='white'/>");
    text(LEFT, 28, "start", "MESSAGE to users who are away, UDP: latency of the 202 by rate");
    axes();
    int row = 0;
    for (Contender contender : Contender.values()) {
      List<Trial> own = trials.stream().filter(t -> t.contender() == contender).toList();
      if (!own.isEmpty()) {
        curve(own, colour(contender), "5 4", outcome -> outcome.millis(50));
        curve(own, colour(contender), "", outcome -> outcome.millis(99));
        legend(row++, contender);
      }
    }
    add("</svg>");
    return svg.toString();
  }

  private void axes() {
    for (int exponent = LOWEST_EXPONENT; exponent <= HIGHEST_EXPONENT; exponent++) {
      double latency = Math.pow(10, exponent);
      line(LEFT, y(latency), RIGHT, y(latency), "#ddd", "");
      text(LEFT - 8, y(latency) + 4, "end", Goal.number(latency) + " ms");
    }
    double step = Math.pow(10, Math.floor(Math.log10(highestRate)));
    step = highestRate / step < 3 ? step / 4 : step;
    for (double rate = 0; rate <= highestRate; rate += step) {
      line(x(rate), TOP, x(rate), BOTTOM, "#eee", "");
      text(x(rate), BOTTOM + 20, "middle", Goal.number(rate));
    }
    text((LEFT + RIGHT) / 2.0, BOTTOM + 44, "middle", "messages a second, sent by the clock");
  }

  private void curve(
      List<Trial> own, String colour, String dashes, ToDoubleFunction<Outcome> latency) {
    List<String> points = new ArrayList<>();
    for (Trial trial : own) {
      double x = x(trial.outcome().rate());
      double y = y(latency.applyAsDouble(trial.outcome()));
      points.add(String.format(Locale.ROOT, "%.1f,%.1f", x, y));
      add(
          "<circle cx='%.1f' cy='%.1f' r='4' stroke='%s' stroke-width='2' fill='%s'/>",
          x, y, colour, trial.outcome().isHeld() ? colour : "white");
    }
    add(
        "<polyline points='%s' fill='none' stroke='%s' stroke-width='2' stroke-dasharray='%s'/>",
        String.join(" ", points), colour, dashes);
  }

  private void legend(int row, Contender contender) {
    double y = TOP + 15 + 48.0 * row;
    line(RIGHT + 15, y, RIGHT + 45, y, colour(contender), "");
    text(RIGHT + 52, y + 4, "start", contender.title() + " p99");
    line(RIGHT + 15, y + 20, RIGHT + 45, y + 20, colour(contender), "5 4");
    text(RIGHT + 52, y + 24, "start", "p50; hollow: sent again");
  }

  private double x(double rate) {
    return LEFT + (RIGHT - LEFT) * rate / highestRate;
  }

  private double y(double latency) {
    DoubleUnaryOperator part =
        log -> (log - LOWEST_EXPONENT) / (HIGHEST_EXPONENT - LOWEST_EXPONENT);
    double inside = Math.max(0, Math.min(1, part.applyAsDouble(Math.log10(latency))));
    return BOTTOM - (BOTTOM - TOP) * inside;
  }

  private static String colour(Contender contender) {
    return switch (contender) {
      case PEER -> "#c0392b";
      case OWN -> "#1f6fb2";
      case OWN_H2 -> "#2e8b57";
    };
  }

  private void line(double x1, double y1, double x2, double y2, String colour, String dashes) {
    add(
        "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='%s' stroke-dasharray='%s'/>",
        x1, y1, x2, y2, colour, dashes);
  }

  private void text(double x, double y, String anchor, String words) {
    add("<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>", x, y, anchor, words);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
