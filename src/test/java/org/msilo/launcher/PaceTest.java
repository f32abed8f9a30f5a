package org.msilo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A connection has to get on, and not only to be there. */
class PaceTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final AtomicReference<Duration> idle = new AtomicReference<>(Duration.ofSeconds(600));
  private final Pace pace = new Pace(idle::get, nanos::get);

  @Test
  void something_whole_must_come_within_32_s_however_many_bytes_come() {
    for (int second = 1; second < 32; second++) {
      pass(1);
      pace.heard();
    }
    pace.headerBegun();
    assertThat(pace.millisLeft()).isEqualTo(1000);
  }

  @Test
  void header_has_10_s_of_which_its_later_lines_get_no_more() {
    pace.complete();
    pass(100);
    pace.headerBegun();
    pass(9);
    pace.heard();
    assertThat(pace.millisLeft()).isEqualTo(1000);
    pass(2);
    assertThat(pace.millisLeft()).isNegative();
  }

  @Test
  void body_has_32_s_and_one_more_for_each_thousand_bytes() {
    pace.bodyBegun(64_000);
    assertThat(pace.millisLeft()).isEqualTo(96_000);
  }

  @Test
  void between_messages_only_silence_counts() {
    pace.complete();
    pass(599);
    assertThat(pace.millisLeft()).isEqualTo(1000);
    pace.heard();
    assertThat(pace.millisLeft()).isEqualTo(600_000);
  }

  @Test
  void without_a_limit_of_silence_what_has_begun_must_end_all_the_same() {
    idle.set(Duration.ZERO);
    pace.complete();
    pass(1_000_000);
    assertThat(pace.millisLeft()).isEqualTo(Long.MAX_VALUE);
    pace.headerBegun();
    assertThat(pace.millisLeft()).isEqualTo(10_000);
  }

  @Test
  void a_shorter_limit_of_silence_is_the_limit_of_all() {
    idle.set(Duration.ofSeconds(2));
    pace.complete();
    pace.headerBegun();
    assertThat(pace.millisLeft()).isEqualTo(2000);
  }

  private void pass(long seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}
