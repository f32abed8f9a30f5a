package org.msilo.bench.load;

import java.io.IOException;
import org.msilo.bench.Contender;
import org.msilo.bench.Figure;
import org.msilo.bench.Load;
import org.msilo.bench.Scene;
import org.msilo.bench.server.CpuTime;
import org.msilo.bench.server.ThreadTimes;
import org.msilo.bench.server.ThreadTimes.Part;

/**
 * What each part of the server costs for a MESSAGE, a REGISTER, and a delivery with its REGISTER.
 */
public final class PartsLoad implements Load {
  private static final int RATE = 2_000;
  private static final int STORM_RATE = 200;

  /** Requests of one kind; how many the cost is shared by. */
  @FunctionalInterface
  private interface Stretch {
    int play() throws IOException;
  }

  @Override
  public String name() {
    return "parts";
  }

  @Override
  public boolean concerns(Contender contender) {
    return !contender.isPeer();
  }

  @Override
  public void run(Scene scene) throws IOException {
    scene.ready();
    int count = RATE * scene.quickOr(3, 15);
    // The first stretch is for the compiler, the second one counts.
    scene.messages(RATE, count);
    measure(scene, "MESSAGE", () -> scene.messages(RATE, count).accepted());
    scene.registers(RATE, count);
    measure(scene, "REGISTER", () -> scene.registers(RATE, count).accepted());
    StormLoad.storm(scene, STORM_RATE);
    measure(scene, "delivery", () -> StormLoad.storm(scene, STORM_RATE).delivered());
  }

  private void measure(Scene scene, String what, Stretch stretch) throws IOException {
    ThreadTimes before = scene.server().threads();
    CpuTime databaseBefore = scene.databaseCpu();
    int count = stretch.play();
    ThreadTimes after = scene.server().threads();
    for (Part part : Part.values()) {
      add(scene, what, part.title(), after.microsEachSince(before, part, count));
    }
    CpuTime database = scene.databaseCpu();
    add(scene, what, "server of the database", database.microsEachSince(databaseBefore, count));
  }

  private void add(Scene scene, String what, String part, double micros) {
    scene.add(new Figure(name(), what + ", " + part + ", CPU each", "µs"), micros);
  }
}
