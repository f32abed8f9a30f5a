package org.msilo.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.msilo.testing.SettableClock;

/** Ids grow, whatever the clock does. */
class MessageIdsTest {
  private static final MessageId NONE = new MessageId(0);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));

  @Test
  void ids_grow_while_the_clock_stands_still() {
    assertThat(take(new MessageIds(clock, () -> 0, NONE), 10_000))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void ids_grow_when_the_clock_jumps_back() {
    MessageIds ids = new MessageIds(clock, () -> 7, NONE);
    long before = ids.next().value();

    clock.advance(Duration.ofDays(-400));

    assertThat(ids.next().value()).isGreaterThan(before);
  }

  @Test
  void ids_follow_the_clock() {
    MessageIds ids = new MessageIds(clock, () -> 1023, NONE);
    long first = ids.next().value();
    clock.advance(Duration.ofMillis(1));
    long second = ids.next().value();

    assertThat(second - first).isEqualTo(1L << 22);
    assertThat(first).isPositive();
  }

  @Test
  void ids_grow_across_a_restart_with_the_clock_set_back() {
    long last = take(new MessageIds(clock, () -> 0, NONE), 5000).get(4999);
    clock.advance(Duration.ofDays(-30));

    assertThat(new MessageIds(clock, () -> 0, new MessageId(last)).next().value())
        .isGreaterThan(last);
  }

  @Test
  void ids_of_a_low_node_are_above_those_that_a_high_node_left_behind() {
    long last = take(new MessageIds(clock, () -> 1023, NONE), 4096).get(4095);

    assertThat(new MessageIds(clock, () -> 0, new MessageId(last)).next().value())
        .isGreaterThan(last);
  }

  @Test
  void ids_are_positive_even_before_their_epoch() {
    clock.advance(Duration.ofDays(-20_000));

    assertThat(new MessageIds(clock, () -> 0, NONE).next().value()).isPositive();
  }

  @Test
  void nodes_never_make_the_same_id() {
    List<Long> one = take(new MessageIds(clock, () -> 1, NONE), 1000);
    List<Long> two = take(new MessageIds(clock, () -> 2, NONE), 1000);

    assertThat(one).doesNotContainAnyElementsOf(two);
  }

  @Test
  void many_threads_get_different_ids_each_its_own_in_order() throws Exception {
    MessageIds ids = new MessageIds(clock, () -> 0, NONE);
    Set<Long> all = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<List<Long>> taker = () -> take(ids, 2000);
      for (var taken : threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> taker).toList())) {
        assertThat(taken.get()).isSorted();
        all.addAll(taken.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(all).hasSize(16_000);
  }

  @Test
  void node_has_ten_bits() {
    assertThatIllegalArgumentException().isThrownBy(() -> new MessageIds(clock, () -> -1, NONE));
    assertThatIllegalArgumentException().isThrownBy(() -> new MessageIds(clock, () -> 1024, NONE));
  }

  private static List<Long> take(MessageIds ids, int count) {
    return new ArrayList<>(
        LongStream.range(0, count).map(i -> ids.next().value()).boxed().toList());
  }
}
