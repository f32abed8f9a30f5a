package org.msilo.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.model.ModelRun.Outcome;

/**
 * The delivery guarantees under random steps and faults. {@code docs/model-check.md} says how to
 * run it for long and how to see a failure again.
 */
class ModelCheckTest {
  private static final int LENGTH = 500;
  private static final int USUAL_RUNS = 40;
  private static final long MOST_SEEDS = 1_000_000;

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  void promises_hold_whatever_happens_in_whatever_order() {
    Duration time = Duration.ofMinutes(Integer.getInteger("model.minutes", 0));
    long first = Long.getLong("model.seed", time.isZero() ? 1 : anySeed());
    Tally tally = new Tally();
    try (ModelRun model = new ModelRun(Tampering.NONE)) {
      long seed = first;
      for (long runs = 0; isWanted(runs, time, tally); runs++, seed++) {
        Outcome outcome = model.run(RandomSteps.of(seed, LENGTH));
        tally.add(outcome);
        requireUnbroken(model, outcome, seed);
      }
    }
    System.out.printf("model check from seed %d: %s%n", first, tally);
  }

  /** What a failure prints can be given as {@code model.steps}. */
  @Test
  void promises_hold_in_the_steps_that_were_asked_for() {
    String asked = System.getProperty("model.steps", "SEND/0/1 DRAIN/0/0 REGISTER/0/1 DRAIN/0/0");
    try (ModelRun model = new ModelRun(Tampering.NONE)) {
      Outcome outcome = model.run(Step.parse(asked));

      assertThat(outcome.breach())
          .withFailMessage(() -> outcome.report("steps=" + outcome.script()))
          .isEmpty();
    }
  }

  @Test
  void run_of_a_seed_can_be_repeated_step_by_step() {
    try (ModelRun model = new ModelRun(Tampering.NONE)) {
      for (long seed = 1; seed <= 10; seed++) {
        List<Step> steps = RandomSteps.of(seed, LENGTH);

        assertThat(
                model.run(Step.parse(new Outcome(Optional.empty(), steps, List.of(), 0).script())))
            .isEqualTo(model.run(steps));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void store_that_is_wrong_is_found_and_the_steps_to_it_are_few(Tampering tampering) {
    try (ModelRun model = new ModelRun(tampering)) {
      Outcome failed =
          LongStream.rangeClosed(1, USUAL_RUNS)
              .mapToObj(seed -> model.run(RandomSteps.of(seed, LENGTH)))
              .filter(outcome -> outcome.promise().filter(tampering.broken()::equals).isPresent())
              .findFirst()
              .orElseThrow();
      Outcome shrunk = model.shrink(failed);

      assertThat(shrunk.promise()).isEqualTo(failed.promise());
      assertThat(shrunk.steps()).hasSizeLessThan(10);
    }
  }

  private static boolean isWanted(long runs, Duration time, Tally tally) {
    return time.isZero()
        ? runs < Integer.getInteger("model.runs", USUAL_RUNS)
        : tally.time().compareTo(time) < 0;
  }

  private static long anySeed() {
    return ThreadLocalRandom.current().nextLong(MOST_SEEDS);
  }

  private static void requireUnbroken(ModelRun model, Outcome outcome, long seed) {
    if (outcome.breach().isPresent()) {
      Outcome shrunk = model.shrink(outcome);
      throw new AssertionError(
          "seed %d breaks a promise after %d steps.%n%s%n    or: -Dmodel.seed=%d -Dmodel.runs=1"
              .formatted(
                  seed, outcome.steps().size(), shrunk.report("steps=" + shrunk.script()), seed));
    }
  }
}
