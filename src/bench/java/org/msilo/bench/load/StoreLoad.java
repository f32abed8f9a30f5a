package org.msilo.bench.load;

import java.io.IOException;
import java.util.Optional;
import org.msilo.bench.Contender;
import org.msilo.bench.Figure;
import org.msilo.bench.Load;
import org.msilo.bench.RateSearch;
import org.msilo.bench.Scene;
import org.msilo.bench.wire.Outcome;

/** MESSAGEs to users who are away: the best rate, and the latency at a given one. */
public final class StoreLoad implements Load {
  /** Highest rate with every MESSAGE answered 202 and none sent again. */
  public static final Figure RATE = new Figure("store", "best rate", "/s");

  /** At {@link #STEADY_RATE}, of the messages that were accepted. */
  public static final Figure P99 = new Figure("store", "p99 at 5,000/s", "ms");

  public static final Figure AGAIN = new Figure("store", "retransmitted at 5,000/s", "");
  public static final Figure CPU = new Figure("store", "server's CPU a message at 2,000/s", "µs");

  /** Messages answered 202 that are not in the table, in all stretches together. */
  public static final Figure WITHOUT_ROW = new Figure("store", "202 without a row", "");

  static final int STEADY_RATE = 5_000;
  private static final int EASY_RATE = 2_000;
  private static final double FIRST_GUESS = 4_000;

  @Override
  public String name() {
    return "store";
  }

  @Override
  public void run(Scene scene) throws IOException {
    scene.ready();
    int seconds = scene.quickOr(2, 4);
    Tally accepted = new Tally();
    Optional<Outcome> best =
        new RateSearch(
                rate -> accepted.add(scene.messages(rate, rate * seconds)),
                !scene.options().quick())
            .from(guess(scene, RATE, FIRST_GUESS));
    scene.add(RATE, best.map(Outcome::rate).orElse(0));
    Scene.rest(java.time.Duration.ofSeconds(1));
    accepted.add(scene.messages(EASY_RATE, EASY_RATE * seconds));
    scene.add(CPU, scene.lastCpuMicros());
    Outcome steady = accepted.add(scene.messages(STEADY_RATE, STEADY_RATE * scene.quickOr(2, 8)));
    scene.add(P99, steady.millis(99));
    scene.add(AGAIN, steady.retransmitted());
    scene.add(WITHOUT_ROW, Math.max(0, accepted.sum - scene.tables().rows()));
  }

  /** A little below what an earlier run gave, so that the search is short. */
  static double guess(Scene scene, Figure rate, double otherwise) {
    Contender contender = scene.contender();
    double median = scene.figures().median(contender, rate).orElse(0);
    return median > 0 ? median : otherwise;
  }

  /** Counts what was accepted. */
  private static final class Tally {
    private long sum;

    Outcome add(Outcome outcome) {
      sum += outcome.accepted();
      return outcome;
    }
  }
}
