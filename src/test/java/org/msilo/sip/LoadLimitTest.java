package org.msilo.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.msilo.metrics.Meters;

/** Under load, new messages are turned away first, REGISTERs later, and nothing else ever. */
class LoadLimitTest {
  private final AtomicReference<Duration> oldest = new AtomicReference<>(Duration.ZERO);
  private final LoadLimit limit =
      new LoadLimit(longest -> oldest.get().compareTo(longest) > 0, Meters.none());

  @Test
  void all_is_taken_while_work_is_done_in_time() {
    oldest.set(LoadLimit.MESSAGE_WAIT);

    assertThat(limit.test("MESSAGE")).isFalse();
    assertThat(limit.test("REGISTER")).isFalse();
  }

  @Test
  void messages_are_turned_away_before_registers() {
    oldest.set(LoadLimit.MESSAGE_WAIT.plusMillis(1));

    assertThat(limit.test("MESSAGE")).isTrue();
    assertThat(limit.test("REGISTER")).isFalse();
  }

  @Test
  void registers_are_turned_away_when_they_would_wait_too_long() {
    oldest.set(LoadLimit.REGISTER_WAIT.plusMillis(1));

    assertThat(limit.test("REGISTER")).isTrue();
    assertThat(limit.test("OPTIONS")).isFalse();
  }
}
