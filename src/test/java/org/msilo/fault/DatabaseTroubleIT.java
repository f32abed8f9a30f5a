package org.msilo.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.msilo.testing.SentRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.fault.JdbcFault;
import org.msilo.testing.wire.SipText;

/** A database that is slow, or that stands still while more comes in than may wait for it. */
class DatabaseTroubleIT {
  private static final Duration SLOW = Duration.ofMillis(200);

  /**
   * More bytes of bodies than may wait for the database (64 MiB), in bodies of the largest size.
   */
  private static final int FLOOD = 1_100;

  /** More than go into the transaction that stands still, and more than into the next one. */
  private static final int MORE_THAN_A_GROUP = 1_100;

  private static final int LARGEST_BODY = 65_536;

  private static final TestServer server =
      TestServer.with("check_time=1", "max_bytes=0").onFaultyDatabase();

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void mend() {
    server.database().mend();
  }

  @Test
  void slow_database_delays_the_202_and_the_delivery_and_spoils_neither() {
    try (SipPhone alice = server.phone("alice1");
        SipPhone bob = server.phone("bob1")) {
      server.database().inject(slow());
      List<String> texts = IntStream.range(0, 8).mapToObj(i -> "slow " + i).toList();

      texts.forEach(text -> assertThat(alice.send(bob, text).status()).isEqualTo(202));
      bob.register();

      bob.awaitMessages(texts.size());
      bob.assertNoMoreMessagesThan(texts.size());
      assertThat(bob.texts()).isEqualTo(texts);
      server.awaitEmptyMailbox(bob);
    }
  }

  @Test
  void request_beyond_what_may_wait_is_503_with_retry_after_at_once_and_the_others_are_kept() {
    CountDownLatch over = new CountDownLatch(1);
    try (SipPhone alice = server.tcpPhone("alice2");
        SipPhone bob = server.phone("bob2")) {
      server.database().inject(standingStill(over));
      String body = "x".repeat(LARGEST_BODY);
      List<SentRequest> flood =
          IntStream.range(0, FLOOD)
              .mapToObj(i -> alice.begin(alice.message(bob.aor(), body)))
              .toList();

      await("answers though the database stands still")
          .atMost(SipPhone.PATIENCE)
          .until(() -> flood.stream().anyMatch(SentRequest::isAnswered));
      flood.stream().filter(SentRequest::isAnswered).forEach(DatabaseTroubleIT::isUnavailable);
      over.countDown();

      Map<Integer, Long> answers =
          flood.stream()
              .map(sent -> sent.finalResponse().status())
              .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
      assertThat(answers).containsOnlyKeys(202, 503);
      assertThat(server.rowsFor(bob)).isEqualTo(answers.get(202));
      assertThat(alice.send(bob, "after").status()).isEqualTo(202);
    }
  }

  @Test
  void datagrams_that_would_wait_too_long_stay_unread_and_are_taken_later() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (SipPhone alice = server.phone("alice3");
        SipPhone bob = server.phone("bob3")) {
      double before = sum("left.unread", "Count");
      server.database().inject(standingStill(over));
      List<SentRequest> flood =
          IntStream.range(0, MORE_THAN_A_GROUP)
              .mapToObj(i -> alice.begin(alice.message(bob.aor(), "flood " + i)))
              .toList();

      await("some wait, copies stay unread")
          .atMost(SipPhone.PATIENCE)
          .until(() -> sum("outside", "Value") > 0 && sum("left.unread", "Count") > before);
      over.countDown();

      flood.forEach(sent -> assertThat(sent.finalResponse().status()).isEqualTo(202));
      assertThat(server.rowsFor(bob)).isEqualTo(MORE_THAN_A_GROUP);
      assertThat(alice.send(bob, "after").status()).isEqualTo(202);
      await("nothing waits any more").until(() -> sum("outside", "Value") == 0);
    }
  }

  /** Of the meters of this name that speak of MESSAGEs. */
  private static double sum(String meter, String attribute) throws JMException {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    double sum = 0;
    for (ObjectName name :
        beans.queryNames(
            new ObjectName("org.msilo:name=" + meter + ",method=MESSAGE,*"), /* query= */ null)) {
      sum += (double) beans.getAttribute(name, attribute);
    }
    return sum;
  }

  private static void isUnavailable(SentRequest request) {
    SipText answer = request.finalResponse();
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.the("Retry-After")).matches("[1-9]\\d*.*");
  }

  private static JdbcFault standingStill(CountDownLatch until) {
    return new JdbcFault() {
      @Override
      public void beforeCommit(List<String> statements) throws SQLException {
        if (statements.stream().anyMatch(sql -> sql.startsWith("insert into silo "))) {
          hold(until, SipPhone.PATIENCE.multipliedBy(2));
        }
      }
    };
  }

  private static JdbcFault slow() {
    return new JdbcFault() {
      @Override
      public void atStatement(String sql) throws SQLException {
        hold(new CountDownLatch(1), SLOW);
      }
    };
  }

  /** Waits for the latch, no longer than that. */
  private static void hold(CountDownLatch latch, Duration longest) throws SQLException {
    try {
      latch.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new SQLException(e);
    }
  }
}
