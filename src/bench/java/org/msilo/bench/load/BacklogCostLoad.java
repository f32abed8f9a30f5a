package org.msilo.bench.load;

import java.io.IOException;
import org.msilo.bench.Load;
import org.msilo.bench.Scene;
import org.msilo.bench.database.Backlog;

/** What a message and a REGISTER cost by how much waits already. */
public final class BacklogCostLoad implements Load {
  private static final int[] BACKLOGS = {0, 300_000, 3_000_000};
  private static final int MESSAGES_EACH = 10;
  private static final int RATE = 1_000;

  @Override
  public String name() {
    return "backlogs";
  }

  @Override
  public void run(Scene scene) throws IOException {
    for (int full : BACKLOGS) {
      int backlog = scene.quickOr(full / 10, full);
      scene.ready();
      if (backlog > 0) {
        scene.tables().fill(Backlog.of(backlog, backlog / MESSAGES_EACH, "waiting"));
      }
      int count = RATE * scene.quickOr(3, 15);
      scene.addCost("store at 1,000/s beside %,d".formatted(backlog), scene.messages(RATE, count));
      scene.addCost(
          "register at 1,000/s beside %,d".formatted(backlog), scene.registers(RATE, count));
    }
  }
}
