package org.msilo.bench.load;

import java.io.IOException;
import org.msilo.bench.Contender;
import org.msilo.bench.Figure;
import org.msilo.bench.Load;
import org.msilo.bench.RateSearch;
import org.msilo.bench.Scene;
import org.msilo.bench.wire.Outcome;

/** The same container with an application that answers 202 and keeps nothing. */
public final class LimitLoad implements Load {
  public static final Figure RATE = new Figure("limit", "best rate without a store", "/s");
  public static final Figure CPU = new Figure("limit", "server's CPU a message at 2,000/s", "µs");

  private static final double FIRST_GUESS = 8_000;
  private static final int EASY_RATE = 2_000;

  @Override
  public String name() {
    return "limit";
  }

  @Override
  public boolean concerns(Contender contender) {
    return contender == Contender.OWN;
  }

  @Override
  public void run(Scene scene) throws IOException {
    scene.restartWithoutStore();
    int seconds = scene.quickOr(2, 3);
    scene.add(
        RATE,
        new RateSearch(rate -> scene.messages(rate, rate * seconds), !scene.options().quick())
            .from(StoreLoad.guess(scene, RATE, FIRST_GUESS))
            .map(Outcome::rate)
            .orElse(0));
    scene.messages(EASY_RATE, EASY_RATE * seconds);
    scene.add(CPU, scene.lastCpuMicros());
    scene.stop();
  }
}
