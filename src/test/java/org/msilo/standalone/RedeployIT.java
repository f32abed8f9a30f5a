package org.msilo.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.SipPhone;

/** Deployed and taken away again and again, the application leaves nothing behind. */
@Tag("redeploy")
class RedeployIT {
  private static final int ROUNDS = 20;

  /** Classes of which there is one instance for each thing that could leak. */
  private static final List<String> COUNTED =
      List.of(
          "org.apache.catalina.loader.WebappClassLoader",
          "com.zaxxer.hikari.pool.HikariPool",
          "com.zaxxer.hikari.pool.PoolEntry",
          "org.hibernate.internal.SessionFactoryImpl",
          "org.h2.engine.Database",
          "org.h2.engine.SessionLocal",
          "java.sql.DriverInfo");

  @TempDir private Path folder;

  @Test
  @Timeout(900)
  void twenty_redeployments_leave_no_thread_class_loader_driver_or_connection() throws Exception {
    try (StandaloneTomcat tomcat = StandaloneTomcat.in(folder).start()) {
      List<Map<String, Integer>> afterwards = new ArrayList<>();
      for (int round = 1; round <= ROUNDS; round++) {
        tomcat.dropWar();
        tomcat.awaitLog("msilo.war has finished in", round);
        keepAndDeliver(tomcat, "bob" + round);
        tomcat.removeWar();
        tomcat.awaitLog("Undeploying context [/msilo]", round);
        await("the threads of round " + round)
            .atMost(Duration.ofSeconds(60))
            .until(() -> ownThreads(tomcat).isEmpty());
        afterwards.add(census(tomcat));
      }
      System.out.println(afterwards.stream().map(Map::toString).collect(Collectors.joining("\n")));

      assertThat(afterwards.get(ROUNDS - 1))
          .as("%s", afterwards)
          .hasEntrySatisfying("java.sql.DriverInfo", count -> assertThat(count).isZero())
          .hasEntrySatisfying("org.h2.engine.Database", count -> assertThat(count).isZero())
          .hasEntrySatisfying("org.h2.engine.SessionLocal", count -> assertThat(count).isZero())
          // ROOT's own, and the last two: the container lets go of them some time later.
          .hasEntrySatisfying(
              "org.apache.catalina.loader.WebappClassLoader",
              count -> assertThat(count).isLessThanOrEqualTo(3));
      // The container's own pools have filled by half-time; a leak of ours would add one a round.
      assertThat(afterwards.get(ROUNDS - 1).get("threads"))
          .as("%s\n%s", afterwards, threads(tomcat))
          .isLessThan(afterwards.get(ROUNDS / 2 - 1).get("threads") + ROUNDS / 4);
      assertThat(tomcat.log()).doesNotContain("registered the JDBC driver");
    }
  }

  private static String report(List<Map<String, Integer>> afterwards, List<String> threads) {
    return afterwards.stream().map(Map::toString).collect(Collectors.joining("\n"))
        + "\nthreads left: "
        + threads.stream().sorted().toList();
  }

  private static void keepAndDeliver(StandaloneTomcat tomcat, String name) {
    try (SipPhone alice = tomcat.phone("alice");
        SipPhone bob = tomcat.phone(name)) {
      assertThat(alice.send(bob, "kept").status()).isEqualTo(202);
      bob.register();
      assertThat(bob.awaitMessage().text()).isEqualTo("kept");
    }
  }

  private static Map<String, Integer> census(StandaloneTomcat tomcat) throws IOException {
    tomcat.jcmd("GC.run");
    String histogram = tomcat.jcmd("GC.class_histogram");
    Map<String, Integer> counts = new TreeMap<>();
    COUNTED.forEach(name -> counts.put(name, 0));
    for (String line : histogram.lines().toList()) {
      String[] columns = line.strip().split("\\s+");
      if (columns.length >= 4 && COUNTED.contains(columns[3])) {
        counts.merge(columns[3], Integer.parseInt(columns[1]), Integer::sum);
      }
    }
    counts.put("threads", threads(tomcat).size());
    return counts;
  }

  /** Threads that only the application makes. */
  private static List<String> ownThreads(StandaloneTomcat tomcat) throws IOException {
    return threads(tomcat).stream()
        .filter(name -> name.startsWith("msilo-") || name.startsWith("msilo:"))
        .toList();
  }

  /** Threads of Java code: those that have a number of their own. */
  private static List<String> threads(StandaloneTomcat tomcat) throws IOException {
    return tomcat
        .jcmd("Thread.print")
        .lines()
        .filter(line -> line.startsWith("\"") && line.contains("\" #"))
        .map(line -> line.substring(1, line.indexOf('"', 1)))
        .toList();
  }
}
