package org.msilo.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.msilo.badinput.Line.Answer;
import org.msilo.testing.TestServer;

/**
 * A seeded stream of spoilt requests over UDP and TCP: good requests work in between, and at the
 * end nothing is left of what was refused. {@code fuzz.messages} and {@code fuzz.seed} say how
 * many, and which.
 */
class WireFuzzIT {
  private static final int MESSAGES = Integer.getInteger("fuzz.messages", 5_000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_123L);
  private static final int BETWEEN_GOOD_ONES = 100;

  /** None of them is sent twice, and the one that matters is that which never gets an answer. */
  private static final int GOOD_ONES_MILLIS = 30_000;

  private static final int SPARE_THREADS = 20;
  private static final long SPARE_HEAP_BYTES_EACH = 20_000;

  private final Map<String, Integer> answers = new TreeMap<>();
  private final Set<String> refused = new HashSet<>();
  private int sent;

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void stream_of_spoilt_requests_breaks_nothing_and_leaves_nothing() throws IOException {
    System.out.printf("wire fuzz: seed %d, %d messages%n", SEED, MESSAGES);
    try (ServerLog log = new ServerLog();
        TestServer server = TestServer.with().start()) {
      goodRequest(server);
      int threads = Thread.activeCount();
      long heap = usedHeap();
      RequestMutations mutations = new RequestMutations(SEED);
      while (sent < MESSAGES) {
        batch(server, mutations, sent / BETWEEN_GOOD_ONES % 4 == 3 ? "TCP" : "UDP");
        goodRequest(server);
        assertThat(ServerLog.traces(log.take())).as("seed %d, by %d", SEED, sent).isEmpty();
      }
      long growth = usedHeap() - heap;
      System.out.printf(
          "wire fuzz: inputs tried %d, answers %s, stored %d, crashes 0, heap +%d KiB%n",
          sent, answers, server.rows(), growth >> 10);
      // Many a 202 goes where a spoilt Via leads, but what was refused must not be there.
      assertThat(server.query("select call_id from silo")).doesNotContainAnyElementsOf(refused);
      assertThat(growth).isLessThan(SPARE_HEAP_BYTES_EACH * MESSAGES);
      await("threads")
          .atMost(Duration.ofSeconds(60))
          .until(() -> Thread.activeCount() <= threads + SPARE_THREADS);
    }
  }

  private void batch(TestServer server, RequestMutations mutations, String transport)
      throws IOException {
    Line line = Line.open(transport, server.port());
    for (int i = 0; i < BETWEEN_GOOD_ONES; i++) {
      sent++;
      byte[] bytes =
          mutations.next(new InputScript("f" + sent, transport, line.port(), server.port()));
      if (!line.send(bytes) || transport.equals("TCP") && i % 10 == 9) {
        count(line, 100);
        line.close();
        line = Line.open(transport, server.port());
      }
      count(line, 1);
    }
    count(line, 200);
    line.close();
  }

  private void count(Line line, int millis) throws IOException {
    String heard;
    do {
      heard = line.hear(millis);
      for (Answer answer : Answer.in(heard)) {
        answers.merge(answer.status() / 100 + "xx", 1, Integer::sum);
        if (answer.status() >= 300 && answer.callId().matches("f\\d+@bad")) {
          refused.add(answer.callId());
        }
      }
    } while (!heard.isEmpty() && !line.isHungUp());
  }

  private void goodRequest(TestServer server) throws IOException {
    for (String transport : new String[] {"UDP", "TCP"}) {
      try (Line line = Line.open(transport, server.port())) {
        String id = "good" + sent + transport;
        line.send(
            new InputScript(id, transport, line.port(), server.port())
                .bytes("MESSAGE ;; Call-ID: " + id)
                .get(0));
        List<Answer> answers = line.answersUntil(id, GOOD_ONES_MILLIS);
        assertThat(answers)
            .as("seed %d, after %d over %s, closed %s", SEED, sent, transport, line.isHungUp())
            .anyMatch(answer -> answer.status() == 202);
      }
    }
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
