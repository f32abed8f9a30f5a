package org.msilo.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  private static final List<Integer> MANY = IntStream.range(0, 500).boxed().toList();

  @Test
  void only_what_is_needed_to_fail_is_left() {
    Shrinker<Integer> shrinker = new Shrinker<>(list -> list.containsAll(List.of(3, 77, 499)));

    assertThat(shrinker.shrink(MANY)).containsExactly(3, 77, 499);
  }

  @Test
  void what_can_go_only_when_something_else_has_gone_goes() {
    Shrinker<Integer> shrinker =
        new Shrinker<>(list -> list.contains(0) && (!list.contains(400) || list.contains(300)));

    assertThat(shrinker.shrink(MANY)).containsExactly(0);
  }

  @Test
  void list_all_of_which_is_needed_stays() {
    Shrinker<Integer> shrinker = new Shrinker<>(list -> list.size() == MANY.size());

    assertThat(shrinker.shrink(MANY)).isEqualTo(MANY);
  }
}
