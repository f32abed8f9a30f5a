package org.msilo.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortestTimeTest {
  private static final long BEGIN = -5;
  private static final long WINDOW = ShortestTime.WINDOW.toNanos();

  private final ShortestTime time = new ShortestTime(BEGIN);

  @Test
  void nothing_is_known_before_it_happened() {
    assertThat(time.nanos(BEGIN)).isZero();
  }

  @Test
  void the_shortest_counts() {
    time.took(7, BEGIN + 1);
    time.took(3, BEGIN + 2);
    time.took(5, BEGIN + 3);

    assertThat(time.nanos(BEGIN + 4)).isEqualTo(3);
  }

  @Test
  void what_was_short_in_the_window_before_still_counts() {
    time.took(3, BEGIN + 1);
    time.took(5, BEGIN + WINDOW);

    assertThat(time.nanos(BEGIN + WINDOW + 1)).isEqualTo(3);
  }

  @Test
  void what_was_short_earlier_is_forgotten() {
    time.took(3, BEGIN + 1);
    time.took(5, BEGIN + WINDOW);
    time.took(6, BEGIN + 2 * WINDOW);

    assertThat(time.nanos(BEGIN + 2 * WINDOW + 1)).isEqualTo(5);
  }

  @Test
  void what_was_short_before_a_long_silence_is_forgotten() {
    time.took(3, BEGIN + 1);

    assertThat(time.nanos(BEGIN + 2 * WINDOW - 1)).isEqualTo(3);
    assertThat(time.nanos(BEGIN + 2 * WINDOW)).isZero();

    time.took(8, BEGIN + 9 * WINDOW);
    assertThat(time.nanos(BEGIN + 9 * WINDOW)).isEqualTo(8);
  }
}
