package org.msilo.bench.load;

import java.io.IOException;
import org.msilo.bench.Load;
import org.msilo.bench.Scene;
import org.msilo.bench.wire.Outcome;

/** What a message costs by the length of its body. */
public final class BodySizeLoad implements Load {
  private static final int[] BODIES = {100, 1_000, 10_000};
  private static final int RATE = 1_000;

  @Override
  public String name() {
    return "bodies";
  }

  @Override
  public void run(Scene scene) throws IOException {
    for (int body : BODIES) {
      scene.ready();
      Outcome outcome = scene.messages(RATE, RATE * scene.quickOr(3, 15), body);
      scene.addCost("store at 1,000/s, body of %,d B".formatted(body), outcome);
    }
  }
}
