package org.msilo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavaAdviceTest {
  @Test
  void collectors_with_short_pauses_need_no_advice() {
    assertThat(JavaAdvice.line(List.of("G1 Young Generation", "G1 Old Generation"))).isEmpty();
    assertThat(JavaAdvice.line(List.of("ZGC Minor Cycles", "ZGC Minor Pauses"))).isEmpty();
  }

  @Test
  void others_are_named_with_the_option_that_is_missing() {
    assertThat(JavaAdvice.line(List.of("Copy", "MarkSweepCompact")))
        .hasValueSatisfying(
            line -> assertThat(line).contains("Copy and MarkSweepCompact", "-XX:+UseG1GC"));
  }
}
