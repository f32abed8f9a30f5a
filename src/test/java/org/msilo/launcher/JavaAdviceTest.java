package org.msilo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavaAdviceTest {
  private static final List<String> G1 = List.of("G1 Young Generation", "G1 Old Generation");

  @Test
  void machine_with_all_options_needs_no_advice() {
    assertThat(JavaAdvice.line(G1, List.of("-Xmx4g", "-Xmn1g", "-XX:MaxTenuringThreshold=2")))
        .isEmpty();
    assertThat(JavaAdvice.line(List.of("ZGC Minor Cycles", "ZGC Minor Pauses"), List.of()))
        .isEmpty();
  }

  @Test
  void each_option_that_is_missing_is_named() {
    assertThat(JavaAdvice.line(G1, List.of("-Xmx1g")))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .endsWith(": -Xms2g -Xmx2g -Xmn512m -XX:MaxTenuringThreshold=1")
                    .doesNotContain("UseG1GC"));
    assertThat(JavaAdvice.line(G1, List.of("-Xmn512m")))
        .hasValueSatisfying(line -> assertThat(line).endsWith(": -XX:MaxTenuringThreshold=1"));
  }

  @Test
  void collectors_with_long_pauses_are_to_be_replaced() {
    assertThat(JavaAdvice.line(List.of("Copy", "MarkSweepCompact"), List.of("-Xmn512m")))
        .hasValueSatisfying(line -> assertThat(line).contains("-XX:+UseG1GC"));
  }
}
