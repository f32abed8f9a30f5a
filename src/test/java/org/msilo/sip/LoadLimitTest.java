package org.msilo.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.msilo.metrics.Meters;

/** Under load, new messages are kept out first, REGISTERs later, and nothing else ever. */
class LoadLimitTest {
  private final AtomicReference<Duration> oldest = new AtomicReference<>(Duration.ZERO);
  private final AtomicReference<Duration> oldestMail = new AtomicReference<>(Duration.ZERO);
  private final LoadLimit limit =
      new LoadLimit(
          longest -> isOlder(oldest, longest) || isOlder(oldestMail, longest),
          longest -> isOlder(oldest, longest),
          Meters.none());

  private static boolean isOlder(AtomicReference<Duration> oldest, Duration longest) {
    return oldest.get().compareTo(longest) > 0;
  }

  @Test
  void nothing_waits_while_the_database_has_time() {
    oldest.set(LoadLimit.MESSAGE_OUTSIDE);

    assertThat(limit.isToWait("MESSAGE")).isFalse();
    assertThat(limit.isToWait("REGISTER")).isFalse();
  }

  @Test
  void messages_wait_before_registers() {
    oldest.set(LoadLimit.MESSAGE_OUTSIDE.plusMillis(1));

    assertThat(limit.isToWait("MESSAGE")).isTrue();
    assertThat(limit.isToWait("REGISTER")).isFalse();
    assertThat(limit.isTurnedAway("MESSAGE")).isFalse();
  }

  @Test
  void registers_wait_when_there_is_more_and_other_requests_never() {
    oldest.set(LoadLimit.REGISTER_OUTSIDE.plusMillis(1));

    assertThat(limit.isToWait("REGISTER")).isTrue();
    assertThat(limit.isToWait("OPTIONS")).isFalse();
    assertThat(limit.isToWait("")).isFalse();
  }

  @Test
  void mail_that_waits_keeps_no_request_outside() {
    oldestMail.set(LoadLimit.MESSAGE_WAIT);

    assertThat(limit.isToWait("MESSAGE")).isFalse();
    assertThat(limit.isToWait("REGISTER")).isFalse();
  }

  @Test
  void what_is_turned_away_does_not_wait_for_its_sender_is_to_be_told() {
    oldest.set(LoadLimit.MESSAGE_WAIT.plusMillis(1));
    assertThat(limit.isToWait("MESSAGE")).isFalse();
    assertThat(limit.isToWait("REGISTER")).isTrue();

    oldest.set(LoadLimit.REGISTER_WAIT.plusMillis(1));
    assertThat(limit.isToWait("REGISTER")).isFalse();
  }

  @Test
  void all_is_taken_while_work_is_done_in_time() {
    oldest.set(LoadLimit.MESSAGE_WAIT);

    assertThat(limit.isTurnedAway("MESSAGE")).isFalse();
    assertThat(limit.isTurnedAway("REGISTER")).isFalse();
  }

  @Test
  void messages_are_turned_away_before_registers() {
    oldest.set(LoadLimit.MESSAGE_WAIT.plusMillis(1));

    assertThat(limit.isTurnedAway("MESSAGE")).isTrue();
    assertThat(limit.isTurnedAway("REGISTER")).isFalse();
  }

  @Test
  void registers_are_turned_away_when_they_would_wait_too_long() {
    oldest.set(LoadLimit.REGISTER_WAIT.plusMillis(1));

    assertThat(limit.isTurnedAway("REGISTER")).isTrue();
    assertThat(limit.isTurnedAway("OPTIONS")).isFalse();
  }
}
