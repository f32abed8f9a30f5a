package org.msilo.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.msilo.bench.Figure;
import org.msilo.bench.Load;
import org.msilo.bench.Scene;
import org.msilo.bench.database.Backlog;
import org.msilo.bench.server.CpuTime;
import org.msilo.bench.wire.AnsweringPhones;
import org.msilo.bench.wire.Outcome;
import org.msilo.bench.wire.Phones;

/** Users with mail register all at once, and their phones take it. */
public final class StormLoad implements Load {
  /** From the first REGISTER to the last delivery, at the REGISTER rate that gives most. */
  public static final Figure DELIVERED = new Figure("storm", "delivered at the best rate", "/s");

  public static final Figure MISSING = new Figure("storm", "undelivered at 500 REGISTER/s", "");
  public static final Figure P99 = new Figure("storm", "REGISTER p99 at 500/s", "ms");
  public static final Figure LEFT = new Figure("storm", "rows 3 s after the last at 500/s", "");
  public static final Figure REPEATED = new Figure("storm", "delivered twice, all rates", "");

  private static final int MESSAGES_EACH = 10;
  private static final int EASY_RATE = 500;
  private static final List<Integer> RATES = List.of(EASY_RATE, 1_000, 2_000);
  private static final Duration SETTLING = Duration.ofSeconds(3);
  private static final Duration SILENCE = Duration.ofSeconds(8);

  /**
   * What one storm gave.
   *
   * @param cpu microseconds of the servers for each message delivered, with its share of a REGISTER
   * @param databaseCpu the same of the database's server
   */
  record Storm(
      int delivered,
      double perSecond,
      int missing,
      int repeated,
      double p99,
      long left,
      double cpu,
      double databaseCpu) {
    /** How many MESSAGEs phones answered; with several devices there may be more than messages. */
    int copies() {
      return delivered + repeated;
    }
  }

  @Override
  public String name() {
    return "storm";
  }

  @Override
  public void run(Scene scene) throws IOException {
    List<Storm> storms = new ArrayList<>();
    for (int rate : scene.options().quick() ? List.of(EASY_RATE) : RATES) {
      storms.add(storm(scene, rate));
    }
    scene.add(DELIVERED, storms.stream().mapToDouble(Storm::perSecond).max().orElse(0));
    scene.add(REPEATED, storms.stream().mapToInt(Storm::repeated).sum());
    Storm easy = storms.get(0);
    scene.add(MISSING, easy.missing());
    scene.add(P99, easy.p99());
    scene.add(LEFT, easy.left());
  }

  /** Plays one; the server must be warm, and its tables may be full. */
  static Storm storm(Scene scene, int rate) throws IOException {
    return storm(scene, rate, 1);
  }

  /** Plays one to users who have so many devices each. */
  static Storm storm(Scene scene, int rate, int devices) throws IOException {
    scene.ready();
    int users = scene.quickOr(500, 2_000);
    int messages = users * MESSAGES_EACH;
    String prefix = "storm%dof%d-".formatted(rate, devices);
    scene.tables().fill(Backlog.of(messages, users, prefix));
    CpuTime before = scene.cpu();
    CpuTime databaseBefore = scene.databaseCpu();
    try (AnsweringPhones phones = new AnsweringPhones()) {
      long start = System.nanoTime();
      Outcome registers = scene.registers(rate, users, new Phones(prefix, devices, phones.port()));
      awaitDelivery(phones, messages);
      double seconds = (phones.lastAt() - start) / 1e9;
      Scene.rest(SETTLING);
      Storm storm =
          new Storm(
              phones.delivered(),
              phones.delivered() / seconds,
              messages - phones.delivered(),
              phones.repeated(),
              registers.millis(99),
              scene.tables().rows(),
              scene.cpu().microsEachSince(before, phones.delivered()),
              scene.databaseCpu().microsEachSince(databaseBefore, phones.delivered()));
      System.out.printf(
          "    %d of %d in %.1f s: %s%n", phones.delivered(), messages, seconds, storm);
      return storm;
    }
  }

  private static void awaitDelivery(AnsweringPhones phones, int messages) {
    while (phones.delivered() < messages
        && System.nanoTime() - phones.lastAt() < SILENCE.toNanos()) {
      Scene.rest(Duration.ofMillis(50));
    }
  }
}
