package org.msilo.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.SipPhone;
import org.msilo.testing.standalone.StandaloneTomcat;

/** Deployed and taken away again and again, the application leaves nothing behind. */
class RedeployIT {
  private static final int HALF = 10;

  /** A transaction may hold on to its application for 64*T1 (RFC 3261 17.1.2.2), twice over. */
  private static final Duration SIP_TRANSACTIONS = Duration.ofSeconds(90);

  /** Of each class that stands for something that could leak: how many instances may stay. */
  private static final Map<String, Integer> REMAINS =
      Map.of(
          // ROOT's, and that of the last deployment, which goes when the next one comes.
          "org.apache.catalina.loader.WebappClassLoader", 2,
          "com.zaxxer.hikari.pool.PoolEntry", 0,
          "org.hibernate.internal.SessionFactoryImpl", 0,
          "org.msilo.metrics.JmxMeters", 0,
          "org.h2.engine.Database", 0,
          "org.h2.engine.SessionLocal", 0,
          "java.sql.DriverInfo", 0);

  @TempDir private Path folder;

  @Test
  @Timeout(900)
  void twenty_redeployments_leave_no_thread_class_loader_driver_or_connection() throws Exception {
    try (StandaloneTomcat tomcat = StandaloneTomcat.in(folder).start()) {
      deployAndRemove(tomcat, 1, HALF);
      int half = outsidePools(threads(tomcat)).size();
      deployAndRemove(tomcat, HALF + 1, 2 * HALF);
      List<String> end = outsidePools(threads(tomcat));

      // A leak adds one a round.
      assertThat(end).as("after half of them: %s", half).hasSizeLessThan(half + HALF);
      assertThat(tomcat.log()).doesNotContain("registered the JDBC driver");
      await("what is left after a full collection")
          .atMost(SIP_TRANSACTIONS)
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(() -> assertThat(census(tomcat)).allSatisfy(RedeployIT::assertFew));
    }
  }

  private static void assertFew(String name, int count) {
    assertThat(count).as(name).isLessThanOrEqualTo(REMAINS.get(name));
  }

  private static void deployAndRemove(StandaloneTomcat tomcat, int first, int last)
      throws IOException {
    for (int round = first; round <= last; round++) {
      tomcat.dropWar();
      tomcat.awaitLog("msilo.war has finished in", round);
      keepAndDeliver(tomcat, "bob" + round);
      tomcat.removeWar();
      tomcat.awaitLog("Undeploying context [/msilo]", round);
    }
    await("no thread of the application is left")
        .atMost(Duration.ofSeconds(60))
        .until(() -> ownThreads(tomcat).isEmpty());
  }

  private static void keepAndDeliver(StandaloneTomcat tomcat, String name) {
    try (SipPhone alice = tomcat.phone("alice");
        SipPhone bob = tomcat.phone(name)) {
      assertThat(alice.send(bob, "kept").status()).isEqualTo(202);
      bob.register();
      assertThat(bob.awaitMessage().text()).isEqualTo("kept");
    }
  }

  /** Instances of these classes; the question makes a full collection. */
  private static Map<String, Integer> census(StandaloneTomcat tomcat) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    REMAINS.keySet().forEach(name -> counts.put(name, 0));
    for (String line : tomcat.jcmd("GC.class_histogram").lines().toList()) {
      String[] columns = line.strip().split("\\s+");
      if (columns.length >= 4 && REMAINS.containsKey(columns[3])) {
        counts.merge(columns[3], Integer.parseInt(columns[1]), Integer::sum);
      }
    }
    return counts;
  }

  /** Threads that only the application makes. */
  private static List<String> ownThreads(StandaloneTomcat tomcat) throws IOException {
    return threads(tomcat).stream()
        .filter(name -> name.startsWith("msilo-") || name.startsWith("msilo:"))
        .toList();
  }

  /** Without those of two pools that fill meanwhile, whatever is deployed. */
  private static List<String> outsidePools(List<String> threads) {
    return threads.stream()
        .filter(name -> !name.startsWith("MSS-Executor-Thread-"))
        .filter(name -> !name.matches("C[12] CompilerThread\\d+"))
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
