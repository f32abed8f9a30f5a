package org.msilo.bench.load;

import java.io.IOException;
import org.msilo.bench.Load;
import org.msilo.bench.Scene;

/** MESSAGEs at rising rates up to beyond the best one, for the picture of rate and latency. */
public final class LatencyCurveLoad implements Load {
  /** Name of the load, by which the picture finds its stretches. */
  public static final String NAME = "curve";

  private static final double[] PARTS_OF_BEST = {0.1, 0.25, 0.5, 0.75, 0.9, 1.0, 1.1, 1.25};
  private static final double[] QUICK_PARTS = {0.25, 0.75, 1.1};
  private static final double TYPICAL_BEST = 5_000;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isOnce() {
    return true;
  }

  @Override
  public void run(Scene scene) throws IOException {
    scene.ready();
    double best = StoreLoad.guess(scene, StoreLoad.RATE, TYPICAL_BEST);
    for (double part : scene.options().quick() ? QUICK_PARTS : PARTS_OF_BEST) {
      int rate = (int) (part * best);
      scene.messages(rate, rate * scene.quickOr(1, 3));
    }
  }
}
