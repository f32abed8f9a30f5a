package org.msilo.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pace of a sweep, with a clock that only the batches and the rests move. */
class SweepPaceTest {
  private final AtomicLong nanos = new AtomicLong();
  private final List<Long> rests = new ArrayList<>();
  private final List<Integer> batches = new ArrayList<>();
  private final AtomicBoolean late = new AtomicBoolean();
  private final SweepPace pace =
      new SweepPace(
          1000,
          nanos::get,
          rest -> {
            rests.add(rest);
            nanos.addAndGet(rest);
          },
          late::get);

  @AfterEach
  void clearInterrupt() {
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void sweep_ends_with_a_batch_that_is_not_full() {
    assertThat(pace.run(asked -> asked - 1)).isFalse();
    assertThat(rests).isEmpty();
  }

  @Test
  void batches_of_a_fast_database_grow_to_the_largest() {
    sweep(6, Duration.ofMillis(1));

    assertThat(batches).containsExactly(100, 200, 400, 800, 1000, 1000);
  }

  @Test
  void batches_of_a_slow_database_shrink_until_they_are_short() {
    // A fifth of a millisecond a row.
    pace.run(asked -> batch(asked, Duration.ofNanos(200_000L * asked), 3));
    assertThat(batches).containsExactly(100, 100, 100);

    batches.clear();
    pace.run(asked -> batch(asked, Duration.ofMillis(asked), 5));
    assertThat(batches).containsExactly(100, 50, 50, 50, 50);
  }

  @Test
  void it_rests_longer_than_it_works() {
    sweep(3, Duration.ofMillis(7));

    assertThat(rests).hasSize(2).containsOnly(Duration.ofMillis(28).toNanos());
  }

  @Test
  void it_rests_much_longer_while_requests_are_late_but_not_for_ever() {
    late.set(true);

    sweep(2, Duration.ofMillis(7));
    sweep(4, Duration.ofMillis(100));
    sweep(6, Duration.ofMillis(300));

    assertThat(rests.stream().map(Duration::ofNanos))
        .containsExactly(Duration.ofMillis(280), Duration.ofSeconds(1), Duration.ofMillis(1200));
  }

  @Test
  void sweep_that_lasts_too_long_says_that_there_is_more() {
    boolean more = pace.run(asked -> batch(asked, Duration.ofMillis(10), Integer.MAX_VALUE));

    assertThat(more).isTrue();
    assertThat(Duration.ofNanos(nanos.get()))
        .isBetween(SweepPace.LONGEST, SweepPace.LONGEST.plusMillis(60));
  }

  @Test
  void interrupt_ends_the_sweep_after_its_batch() {
    boolean more =
        pace.run(
            asked -> {
              Thread.currentThread().interrupt();
              return batch(asked, Duration.ofMillis(1), Integer.MAX_VALUE);
            });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(more).isTrue();
    assertThat(batches).hasSize(1);
  }

  private void sweep(int count, Duration each) {
    pace.run(asked -> batch(asked, each, count));
  }

  private int batch(int asked, Duration took, int count) {
    batches.add(asked);
    nanos.addAndGet(took.toNanos());
    return batches.size() == count ? 0 : asked;
  }
}
