package org.msilo.bench.load;

import java.io.IOException;
import org.msilo.bench.Load;
import org.msilo.bench.Scene;
import org.msilo.bench.wire.Outcome;
import org.msilo.bench.wire.Phones;

/** What a message and a REGISTER cost by how many users are registered. */
public final class UsersLoad implements Load {
  private static final int[] USERS = {0, 100_000, 300_000};
  private static final int RATE = 1_000;

  /** Such that the first users' bindings outlive the load. */
  private static final int FILLING_RATE = 4_000;

  private static final String PREFIX = "registered";

  @Override
  public String name() {
    return "users";
  }

  @Override
  public void run(Scene scene) throws IOException {
    for (int full : USERS) {
      int users = scene.quickOr(full / 100, full);
      int count = RATE * scene.quickOr(3, 15);
      scene.ready();
      if (users > 0) {
        scene.registers(FILLING_RATE, users, Phones.absent(PREFIX));
      }
      scene.addCost("store at 1,000/s beside %,d".formatted(users), scene.messages(RATE, count));
      scene.addCost(
          "first register at 1,000/s beside %,d".formatted(users), scene.registers(RATE, count));
      if (users > 0) {
        Outcome refreshed = scene.registers(RATE, Math.min(count, users), Phones.absent(PREFIX));
        scene.addCost("refresh at 1,000/s of one of %,d".formatted(users), refreshed);
      }
    }
  }
}
