package org.msilo.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.msilo.testing.PhoneBank.Arrival;

/** A verdict that sees no fault where there is one would make the play under fire worthless. */
class FireVerdictTest {
  private static final long NOW = Instant.now().getEpochSecond();

  @Test
  void what_came_once_in_order_and_in_time_is_no_fault() {
    FireVerdict verdict = verdict(List.of(), arrival("a", 20), arrival("b", 21));

    assertThat(verdict.taken()).isEqualTo(2);
    assertThat(faults(verdict)).isZero();
  }

  @Test
  void what_never_came_is_missing() {
    assertThat(verdict(List.of(), arrival("a", 20)).missing).containsExactly("b to bob");
  }

  @Test
  void what_came_in_the_wrong_order_is_disordered() {
    assertThat(verdict(List.of(), arrival("b", 20), arrival("a", 21)).disordered).hasSize(1);
  }

  @Test
  void what_nobody_sent_or_sent_to_another_is_unknown() {
    Arrival stray = new Arrival("carol", "a", at(22));

    assertThat(verdict(List.of(), arrival("a", 20), arrival("c", 21), stray).unknown).hasSize(2);
  }

  @Test
  void what_came_after_its_life_is_late() {
    assertThat(verdict(List.of(), arrival("a", 20), arrival("b", 3700)).late).hasSize(1);
  }

  @Test
  void repeat_without_a_kill_between_is_a_fault() {
    List<Instant> others = List.of(at(19), at(30));

    assertThat(verdict(others, arrival("a", 20), arrival("b", 21), arrival("a", 22)).repeated)
        .hasSize(1);
  }

  @Test
  void one_kill_excuses_one_repeat() {
    FireVerdict verdict =
        verdict(
            List.of(at(21)),
            arrival("a", 20),
            arrival("b", 20),
            arrival("a", 22),
            arrival("b", 23));

    assertThat(verdict.excused).hasSize(1);
    assertThat(verdict.repeated).hasSize(1);
  }

  @Test
  void kill_while_its_sender_repeated_it_excuses_a_repeat() {
    assertThat(
            verdict("4.0", List.of(at(1)), arrival("a", 20), arrival("b", 21), arrival("a", 22))
                .repeated)
        .isEmpty();
  }

  private static int faults(FireVerdict verdict) {
    return verdict.missing.size()
        + verdict.unknown.size()
        + verdict.disordered.size()
        + verdict.late.size()
        + verdict.repeated.size();
  }

  private static FireVerdict verdict(List<Instant> blows, Arrival... arrivals) {
    return verdict("1.0", blows, arrivals);
  }

  /** Alice writes a, and then b, to bob. */
  private static FireVerdict verdict(
      String transmissions, List<Instant> blows, Arrival... arrivals) {
    List<String> log =
        List.of(
            line("sent a bob 3600", 0),
            line("taken a bob " + transmissions, 2),
            line("sent b bob 3600", 4),
            line("taken b bob " + transmissions, 6));
    return new FireVerdict(log, List.of(arrivals), blows);
  }

  private static String line(String what, long second) {
    return what + " 2026-11-23\t14:00:00.000000\t" + (NOW + second) + ".000000";
  }

  private static Arrival arrival(String id, long second) {
    return new Arrival("bob", id, at(second));
  }

  private static Instant at(long second) {
    return Instant.ofEpochSecond(NOW + second);
  }
}
