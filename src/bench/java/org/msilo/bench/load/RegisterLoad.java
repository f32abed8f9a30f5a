package org.msilo.bench.load;

import java.io.IOException;
import java.util.Optional;
import org.msilo.bench.Figure;
import org.msilo.bench.Load;
import org.msilo.bench.RateSearch;
import org.msilo.bench.Scene;
import org.msilo.bench.wire.Outcome;

/** REGISTERs of users without mail: the best rate. */
public final class RegisterLoad implements Load {
  /** Highest rate with every REGISTER answered 200 and none sent again. */
  public static final Figure RATE = new Figure("register", "best rate", "/s");

  public static final Figure P99 = new Figure("register", "p99 at the best rate", "ms");
  static final double FIRST_GUESS = 4_000;

  @Override
  public String name() {
    return "register";
  }

  @Override
  public void run(Scene scene) throws IOException {
    scene.ready();
    int seconds = scene.quickOr(2, 3);
    Optional<Outcome> best =
        new RateSearch(rate -> scene.registers(rate, rate * seconds), !scene.options().quick())
            .from(StoreLoad.guess(scene, RATE, FIRST_GUESS));
    scene.add(RATE, best.map(Outcome::rate).orElse(0));
    best.ifPresent(outcome -> scene.add(P99, outcome.millis(99)));
  }
}
