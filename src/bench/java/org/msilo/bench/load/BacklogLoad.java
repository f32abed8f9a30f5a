package org.msilo.bench.load;

import java.io.IOException;
import org.msilo.bench.Figure;
import org.msilo.bench.Load;
import org.msilo.bench.RateSearch;
import org.msilo.bench.Scene;
import org.msilo.bench.database.Backlog;
import org.msilo.bench.wire.Outcome;

/** Storing and registering once more, beside 300,000 messages of others. */
public final class BacklogLoad implements Load {
  public static final Figure STORE = new Figure("backlog", "best store rate", "/s");
  public static final Figure REGISTER = new Figure("backlog", "best register rate", "/s");

  private static final int MESSAGES_EACH = 10;

  @Override
  public String name() {
    return "backlog";
  }

  @Override
  public void run(Scene scene) throws IOException {
    scene.ready();
    int messages = scene.quickOr(30_000, 300_000);
    scene.tables().fill(Backlog.of(messages, messages / MESSAGES_EACH, "waiting"));
    int seconds = scene.quickOr(2, 3);
    scene.add(
        STORE,
        best(
            scene,
            rate -> scene.messages(rate, rate * seconds),
            StoreLoad.guess(scene, StoreLoad.RATE, RegisterLoad.FIRST_GUESS)));
    scene.add(
        REGISTER,
        best(
            scene,
            rate -> scene.registers(rate, rate * seconds),
            StoreLoad.guess(scene, RegisterLoad.RATE, RegisterLoad.FIRST_GUESS)));
  }

  private static int best(Scene scene, RateSearch.Attempt attempt, double guess)
      throws IOException {
    return new RateSearch(attempt, !scene.options().quick())
        .from(guess)
        .map(Outcome::rate)
        .orElse(0);
  }
}
