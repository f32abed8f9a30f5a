package org.msilo.model;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.msilo.model.Step.Kind;

/**
 * The steps of a seed. Each seed has moods of its own: some kinds of step come often in it and
 * others not at all, which reaches corners that an even mixture does not.
 */
final class RandomSteps {
  private static final int CHOICES = 100;

  /** How much more often than usual a kind may come in the run of a seed. */
  private static final int[] MOODS = {0, 1, 1, 4};

  private final SplittableRandom random;
  private final List<Kind> urn;

  private RandomSteps(long seed) {
    random = new SplittableRandom(seed);
    urn = Arrays.stream(Kind.values()).flatMap(this::portion).toList();
  }

  static List<Step> of(long seed, int length) {
    RandomSteps steps = new RandomSteps(seed);
    return IntStream.range(0, length).mapToObj(i -> steps.next()).toList();
  }

  private Stream<Kind> portion(Kind kind) {
    int mood = MOODS[random.nextInt(MOODS.length)];
    int share = kind.weight() * (kind.isEssential() ? Math.max(1, mood) : mood);
    return Stream.generate(() -> kind).limit(share);
  }

  private Step next() {
    return new Step(
        urn.get(random.nextInt(urn.size())), random.nextInt(CHOICES), random.nextInt(CHOICES));
  }
}
