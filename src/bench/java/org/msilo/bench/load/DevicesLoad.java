package org.msilo.bench.load;

import java.io.IOException;
import org.msilo.bench.Contender;
import org.msilo.bench.Figure;
import org.msilo.bench.Load;
import org.msilo.bench.Scene;

/**
 * What a delivery costs by how many devices the user registers. Whether each of them gets a copy of
 * each message is the server's setting.
 */
public final class DevicesLoad implements Load {
  private static final int[] DEVICES = {1, 2, 5};
  private static final int RATE = 200;

  @Override
  public String name() {
    return "devices";
  }

  /** Kamailio would go on sending to the phones of the storm before. */
  @Override
  public boolean concerns(Contender contender) {
    return !contender.isPeer();
  }

  @Override
  public void run(Scene scene) throws IOException {
    // The first storm is for the compiler.
    StormLoad.storm(scene, RATE);
    for (int devices : DEVICES) {
      StormLoad.Storm storm = StormLoad.storm(scene, RATE, devices);
      String what = devices == 1 ? "1 device, " : devices + " devices, ";
      scene.add(new Figure(name(), what + "copies that phones took", ""), storm.copies());
      scene.add(new Figure(name(), what + "CPU a message and its REGISTER", "µs"), storm.cpu());
      scene.add(new Figure(name(), what + "server of the database", "µs"), storm.databaseCpu());
      scene.add(new Figure(name(), what + "REGISTER p99", "ms"), storm.p99());
      scene.add(new Figure(name(), what + "undelivered", ""), storm.missing());
    }
  }
}
