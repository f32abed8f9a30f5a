package org.msilo.bench.load;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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
    int seconds = scene.quickOr(2, 3);
    AtomicInteger lost = new AtomicInteger();
    Optional<Outcome> best =
        new RateSearch(rate -> send(scene, rate, seconds, lost), !scene.options().quick())
            .from(guess(scene, RATE, FIRST_GUESS));
    scene.add(RATE, best.map(Outcome::rate).orElse(0));
    send(scene, EASY_RATE, seconds, lost);
    scene.add(CPU, scene.lastCpuMicros());
    Outcome steady = send(scene, STEADY_RATE, scene.quickOr(2, 8), lost);
    scene.add(P99, steady.millis(99));
    scene.add(AGAIN, steady.retransmitted());
    scene.add(WITHOUT_ROW, lost.get());
  }

  /** A little below what an earlier run gave, so that the search is short. */
  static double guess(Scene scene, Figure rate, double otherwise) {
    Contender contender = scene.contender();
    double median = scene.figures().median(contender, rate).orElse(0);
    return median > 0 ? median : otherwise;
  }

  private static Outcome send(Scene scene, int rate, int seconds, AtomicInteger lost)
      throws IOException {
    Outcome outcome = scene.messages(rate, rate * seconds);
    lost.addAndGet(scene.withoutRow(outcome));
    return outcome;
  }
}
