package org.msilo.bench.load;

import java.io.IOException;
import java.util.Optional;
import org.msilo.bench.Contender;
import org.msilo.bench.Figure;
import org.msilo.bench.Load;
import org.msilo.bench.RateSearch;
import org.msilo.bench.Scene;
import org.msilo.bench.wire.Outcome;

/**
 * One, two and three servers on one database and one machine: what a message costs all of them
 * together, and the rate they hold together. Their users register at a node that need not be the
 * one where their mail was stored.
 */
public final class NodesLoad implements Load {
  private static final int MOST_NODES = 3;
  private static final int RATE = 1_000;
  private static final double FIRST_GUESS = 4_000;

  @Override
  public String name() {
    return "nodes";
  }

  @Override
  public boolean concerns(Contender contender) {
    return contender == Contender.OWN;
  }

  @Override
  public void run(Scene scene) throws IOException {
    for (int nodes = 1; nodes <= MOST_NODES; nodes++) {
      scene.restartNodes(nodes);
      String what = nodes == 1 ? "1 node, " : nodes + " nodes, ";
      int count = RATE * scene.quickOr(3, 15);
      Outcome stored = scene.messages(RATE, count);
      scene.add(
          new Figure(name(), what + "store at 1,000/s, CPU each", "µs"), scene.lastCpuMicros());
      scene.add(new Figure(name(), what + "store at 1,000/s, p99", "ms"), stored.millis(99));
      scene.registers(RATE, count);
      scene.add(
          new Figure(name(), what + "register at 1,000/s, CPU each", "µs"), scene.lastCpuMicros());
      StormLoad.Storm storm = StormLoad.storm(scene, RATE);
      scene.add(new Figure(name(), what + "storm at 1,000/s, delivered", "/s"), storm.perSecond());
      scene.add(new Figure(name(), what + "storm at 1,000/s, missing", ""), storm.missing());
      scene.add(new Figure(name(), what + "storm at 1,000/s, repeated", ""), storm.repeated());
      Optional<Outcome> best =
          new RateSearch(
                  rate -> scene.messages(rate, rate * scene.quickOr(2, 3)),
                  !scene.options().quick())
              .from(FIRST_GUESS);
      scene.add(
          new Figure(name(), what + "store, best rate", "/s"), best.map(Outcome::rate).orElse(0));
    }
    scene.stop();
  }
}
