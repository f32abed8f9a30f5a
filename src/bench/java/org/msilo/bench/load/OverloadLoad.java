package org.msilo.bench.load;

import java.io.IOException;
import org.msilo.bench.Figure;
import org.msilo.bench.Load;
import org.msilo.bench.Scene;
import org.msilo.bench.wire.Outcome;

/** Twice as many MESSAGEs as the best rate has. */
public final class OverloadLoad implements Load {
  /** While the overload lasts. */
  public static final Figure ACCEPTED = new Figure("overload", "accepted", "/s");

  public static final Figure WITHOUT_ROW = new Figure("overload", "202 without a row", "");
  public static final Figure UNAVAILABLE = new Figure("overload", "answered 503", "");
  public static final Figure UNANSWERED = new Figure("overload", "never answered", "");
  public static final Figure P99 = new Figure("overload", "p99 of what was accepted", "ms");

  private static final double TYPICAL_BEST = 5_000;

  @Override
  public String name() {
    return "overload";
  }

  @Override
  public void run(Scene scene) throws IOException {
    scene.ready();
    int rate = (int) (2 * StoreLoad.guess(scene, StoreLoad.RATE, TYPICAL_BEST));
    Outcome outcome = scene.messages(rate, rate * scene.quickOr(3, 8));
    scene.add(ACCEPTED, outcome.acceptedPerSecond());
    scene.add(WITHOUT_ROW, scene.withoutRow(outcome));
    scene.add(UNAVAILABLE, outcome.unavailable());
    scene.add(UNANSWERED, outcome.unanswered());
    scene.add(P99, outcome.millis(99));
  }
}
