package org.msilo.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.msilo.bench.Contender;
import org.msilo.bench.Figure;
import org.msilo.bench.Load;
import org.msilo.bench.Scene;
import org.msilo.bench.server.CollectorLog;
import org.msilo.bench.wire.Outcome;

/** MESSAGEs for ten minutes at a steady rate, in a heap of 1 GiB. */
public final class MemoryLoad implements Load {
  public static final Figure FULL = new Figure("memory", "full collections", "");
  public static final Figure PAUSE = new Figure("memory", "pauses p99", "ms");
  public static final Figure LONGEST = new Figure("memory", "longest pause", "ms");

  /** The least heap after a collection in the last third, for that of the middle third. */
  public static final Figure GROWTH = new Figure("memory", "heap, last third for middle third", "");

  public static final Figure HEAP = new Figure("memory", "least heap in the last third", "MB");
  public static final Figure P99 = new Figure("memory", "store p99", "ms");
  public static final Figure AGAIN = new Figure("memory", "retransmitted", "");

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public boolean concerns(Contender contender) {
    return contender == Contender.OWN;
  }

  @Override
  public boolean isOnce() {
    return true;
  }

  @Override
  public void run(Scene scene) throws IOException {
    Path log = scene.folder().resolve("collector.log");
    List<String> options = new ArrayList<>(List.of("-Xmx1g"));
    options.addAll(CollectorLog.options(log));
    scene.restart(options);
    int rate = scene.quickOr(2_000, StoreLoad.STEADY_RATE);
    int seconds = scene.quickOr(15, 600);
    double start = scene.server().uptime();
    Outcome outcome = scene.messages(rate, rate * seconds);
    CollectorLog collections = CollectorLog.read(log, start);
    double third = seconds / 3.0;
    double middle = collections.leastMegabytes(start + third, start + 2 * third);
    double last = collections.leastMegabytes(start + 2 * third, start + seconds);
    scene.add(FULL, collections.fullCollections());
    scene.add(PAUSE, collections.pauses().getValueAtPercentile(99) / 1000.0);
    scene.add(LONGEST, collections.pauses().getMaxValue() / 1000.0);
    if (middle > 0) {
      scene.add(GROWTH, last / middle);
    }
    scene.add(HEAP, last);
    scene.add(P99, outcome.millis(99));
    scene.add(AGAIN, outcome.retransmitted());
    scene.stop();
  }
}
