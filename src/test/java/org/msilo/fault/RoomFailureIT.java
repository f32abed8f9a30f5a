package org.msilo.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.msilo.testing.SentRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.fault.FaultyClock;
import org.msilo.testing.fault.JdbcFault;
import org.msilo.testing.wire.SipText;

/**
 * Something is thrown in the midst of the work of one room, as often as it tries. Afterwards the
 * next good request works, the clock goes on, and nothing is lost or repeated.
 */
class RoomFailureIT {
  private static final AtomicInteger TURN = new AtomicInteger();
  private static final FaultyClock clock = new FaultyClock();
  private static final TestServer server =
      TestServer.with("check_time=1", "clean_period=1", "registrar=sip:msilo@127.0.0.1")
          .clock(clock)
          .onFaultyDatabase();

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
    clock.mend();
    server.database().mend();
  }

  static Stream<Arguments> roomsThatAskTheClock() {
    return Stream.of(
            "org.msilo.sip.SipMessageReader",
            "org.msilo.sip.RegistrationReader",
            "org.msilo.sip.SipMessageSender",
            "org.msilo.message.MessageIds",
            "org.msilo.location",
            "org.msilo.store",
            "org.msilo.dump",
            "org.msilo.maintenance")
        .flatMap(
            room ->
                Stream.of(
                    Arguments.of(room, IllegalStateException.class),
                    Arguments.of(room, AssertionError.class)));
  }

  @ParameterizedTest(name = "{1} in {0}")
  @MethodSource("roomsThatAskTheClock")
  void what_one_room_throws_is_over_when_it_is_over(String room, Class<? extends Throwable> what) {
    livesThrough(() -> clock.failIn(room, what), clock::failures, clock::mend);
  }

  static Stream<Arguments> statements() {
    JdbcFault.Throwing sql =
        () -> {
          throw new SQLException("the database fails on purpose");
        };
    JdbcFault.Throwing error =
        () -> {
          throw new AssertionError("the driver breaks on purpose");
        };
    return Stream.of(
            "insert into silo ",
            "from silo_binding ",
            "from silo_round ",
            "delete from silo ",
            "CHECKPOINT SYNC")
        .flatMap(
            statement ->
                Stream.of(
                    Arguments.of(statement, "SQLException", sql),
                    Arguments.of(statement, "error", error)));
  }

  @ParameterizedTest(name = "{1} at {0}")
  @MethodSource("statements")
  void what_the_database_throws_is_over_when_it_is_over(
      String statement, String name, JdbcFault.Throwing what) {
    AtomicInteger failures = new AtomicInteger();
    JdbcFault.Throwing counted =
        () -> {
          failures.incrementAndGet();
          what.throwIt();
        };
    livesThrough(
        () -> server.database().inject(JdbcFault.throwing(statement, counted)),
        failures::get,
        server.database()::mend);
  }

  /** Requests and a delivery while it fails and after, and one that only the clock brings. */
  private static void livesThrough(Runnable fault, IntSupplier failures, Runnable mend) {
    int turn = TURN.incrementAndGet();
    try (SipPhone alice = server.phone("alice" + turn);
        SipPhone bob = server.phone("bob" + turn).answersBy(refusingOnce("after"));
        SipPhone carol = server.phone("carol" + turn)) {
      assertThat(alice.send(bob, "first").status()).isEqualTo(202);

      fault.run();
      SentRequest register =
          bob.begin(bob.registration().contact("<" + bob.contact() + ">;expires=3600"));
      SentRequest meanwhile = alice.begin(alice.message(carol.aor(), "meanwhile"));
      register.finalResponse();
      meanwhile.finalResponse();
      await("the fault").atMost(SipPhone.PATIENCE).until(() -> failures.getAsInt() > 0);
      mend.run();

      assertThat(bob.register().status()).isEqualTo(200);
      server.awaitEmptyMailbox(bob);
      assertThat(alice.send(bob, "after").status()).isEqualTo(202);
      server.awaitEmptyMailbox(bob);
      assertThat(bob.texts())
          .as("the last by the clock")
          .containsExactly("first", "after", "after");
      assertThat(carol.register().status()).isEqualTo(200);
      server.awaitEmptyMailbox(carol);
      assertThat(carol.texts()).isEqualTo(expected(carol, meanwhile));
      assertThat(register.finalResponses()).hasSize(1);
      assertThat(meanwhile.finalResponses()).hasSize(1);
    }
  }

  /** What got an error may be kept all the same (the sync failed), what got a 2xx must be. */
  private static List<String> expected(SipPhone carol, SentRequest meanwhile) {
    boolean kept = meanwhile.finalResponse().status() < 300 || !carol.texts().isEmpty();
    return kept ? List.of("meanwhile") : List.of();
  }

  private static ToIntFunction<SipText> refusingOnce(String text) {
    AtomicInteger seen = new AtomicInteger();
    return request -> request.text().equals(text) && seen.getAndIncrement() == 0 ? 480 : 200;
  }
}
