package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.msilo.testing.MessageFixtures.NOON;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.testing.TestDatabase;

/** The time that all nodes on a database go by. */
class DatabaseClockTest {
  private final AtomicReference<Instant> database = new AtomicReference<>(NOON);
  private final AtomicLong nanos = new AtomicLong(42);

  @Test
  void it_goes_on_by_the_counter_between_two_readings() {
    DatabaseClock clock = new DatabaseClock(database::get, nanos::get);
    nanos.addAndGet(Duration.ofMillis(1500).toNanos());

    assertThat(clock.instant()).isEqualTo(NOON.plusMillis(1500));
  }

  @Test
  void it_follows_the_database_when_it_is_measured() {
    DatabaseClock clock = new DatabaseClock(database::get, nanos::get);
    database.set(NOON.plusSeconds(5));
    assertThat(clock.instant()).isEqualTo(NOON);

    clock.measure();

    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(5));
  }

  @Test
  void slow_answers_are_halved_and_do_not_make_it_leap() {
    DatabaseClock clock =
        new DatabaseClock(
            () -> {
              nanos.addAndGet(Duration.ofMillis(80).toNanos());
              return NOON.plusNanos(nanos.get() - 42);
            },
            nanos::get);
    Instant before = clock.instant();

    clock.measure();

    Duration passed = Duration.between(before, clock.instant());
    assertThat(passed).isEqualTo(Duration.ofMillis(3 * 80));
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void two_nodes_on_one_database_read_the_same_time(TestDatabase on) {
    DatabaseClock one = on.shared().clock(System::nanoTime);
    DatabaseClock two = on.shared().clock(() -> System.nanoTime() + 1_000_000_000_000L);

    // Server and tests share a machine, so its clock tells whether the zone is right, too.
    assertThat(one.instant()).isCloseTo(two.instant(), within(1, ChronoUnit.SECONDS));
    assertThat(one.instant()).isCloseTo(Instant.now(), within(2, ChronoUnit.SECONDS));
  }
}
