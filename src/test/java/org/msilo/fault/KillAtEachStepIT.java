package org.msilo.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.fault.HoldPoint.When.AFTER_COMMIT;
import static org.msilo.testing.fault.HoldPoint.When.AT_STATEMENT;
import static org.msilo.testing.fault.HoldPoint.When.BEFORE_COMMIT;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.msilo.testing.FreePort;
import org.msilo.testing.Homes;
import org.msilo.testing.SentRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;
import org.msilo.testing.fault.HoldPoint;

/** The packaged war stands at a step on the way of a message and is killed right there. */
class KillAtEachStepIT {
  private static final String LOOK_UP_OF_THE_RECIPIENT = "from silo_binding .*aor (in|=)";
  private static final String INSERT = "insert into silo ";
  private static final String REMOVAL = "delete from silo ";

  private final int port = FreePort.find();
  @TempDir private Path home;

  static Stream<Arguments> stepsOnTheWayIn() {
    return Stream.of(
        Arguments.of(
            "after the datagram came", new HoldPoint(AT_STATEMENT, LOOK_UP_OF_THE_RECIPIENT), 0),
        Arguments.of("before the commit", new HoldPoint(BEFORE_COMMIT, INSERT), 0),
        Arguments.of("after the commit, before the 202", new HoldPoint(AFTER_COMMIT, INSERT), 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stepsOnTheWayIn")
  void message_not_answered_yet_is_stored_once_when_its_sender_repeats_it_after_kill_9(
      String name, HoldPoint step, long keptAtTheKill) {
    try (SipPhone alice = SipPhone.udp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port)) {
      SentRequest sent;
      try (WarProcess server = WarProcess.heldServer(home, port, step)) {
        sent = alice.begin(alice.message(bob.aor(), "hello"));
        server.awaitHeld();
        server.kill9();
      }
      assertThat(sent.isAnswered()).isFalse();
      assertThat(Homes.rows(home)).isEqualTo(keptAtTheKill);

      try (WarProcess server = WarProcess.server(home, port)) {
        assertThat(sent.finalResponse().status()).isEqualTo(202);
        bob.register();
        bob.awaitMessages(1);
        bob.assertNoMoreMessagesThan(1);
        assertThat(bob.texts()).containsExactly("hello");
        server.terminate();
      }
      assertThat(Homes.rows(home)).isZero();
    }
  }

  static Stream<Arguments> stepsOnTheWayOut() {
    return Stream.of(
        Arguments.of(
            "after its 200 came", new HoldPoint(AT_STATEMENT, REMOVAL), List.of("1", "1", "2")),
        Arguments.of(
            "before the removal commits",
            new HoldPoint(BEFORE_COMMIT, REMOVAL),
            List.of("1", "1", "2")),
        Arguments.of(
            "after the removal committed",
            new HoldPoint(AFTER_COMMIT, REMOVAL),
            List.of("1", "2")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stepsOnTheWayOut")
  void delivery_goes_on_by_itself_after_kill_9_and_repeats_at_most_the_message_in_flight(
      String name, HoldPoint step, List<String> heard) {
    try (SipPhone alice = SipPhone.udp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port)) {
      try (WarProcess server = WarProcess.heldServer(home, port, step)) {
        assertThat(alice.send(bob, "1").status()).isEqualTo(202);
        assertThat(alice.send(bob, "2").status()).isEqualTo(202);
        bob.register();
        server.awaitHeld();
        server.kill9();
      }
      assertThat(bob.texts()).containsExactly("1");

      goesOn(bob, heard);
    }
  }

  @Test
  void delivery_goes_on_by_itself_after_kill_9_while_the_message_is_out() {
    try (SipPhone alice = SipPhone.udp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port).staysSilent()) {
      try (WarProcess server = WarProcess.server(home, port)) {
        assertThat(alice.send(bob, "1").status()).isEqualTo(202);
        assertThat(alice.send(bob, "2").status()).isEqualTo(202);
        bob.register();
        bob.awaitMessages(1);
        server.kill9();
      }

      goesOn(bob.answers(200), List.of("1", "1", "2"));
    }
  }

  /** Without a new REGISTER: the claim of the dead process is taken over at the start. */
  private void goesOn(SipPhone bob, List<String> heard) {
    try (WarProcess server = WarProcess.server(home, port)) {
      bob.awaitMessages(heard.size());
      bob.assertNoMoreMessagesThan(heard.size());
      assertThat(bob.texts()).isEqualTo(heard);
      server.terminate();
    }
    assertThat(Homes.rows(home)).isZero();
  }
}
