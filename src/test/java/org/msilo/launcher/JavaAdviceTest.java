package org.msilo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavaAdviceTest {
  private static final List<String> G1 = List.of("G1 Young Generation", "G1 Old Generation");

  private static final String LINUX = "Linux";

  private static final String SMALL_CODE =
      "-XX:FreqInlineSize=80 -XX:InlineSmallCode=1000 -XX:MaxInlineLevel=9";

  @Test
  void machine_with_all_options_needs_no_advice() {
    assertThat(
            JavaAdvice.line(
                G1,
                List.of(
                    "-Xmx4g",
                    "-Xmn1g",
                    "-XX:MaxTenuringThreshold=2",
                    "-XX:+AlwaysPreTouch",
                    "-XX:+UseLargePages",
                    "-XX:FreqInlineSize=100",
                    "-XX:InlineSmallCode=1500",
                    "-XX:MaxInlineLevel=10"),
                LINUX))
        .isEmpty();
  }

  @Test
  void collector_that_sees_to_it_by_itself_needs_no_options_the_compiler_does() {
    List<String> zgc = List.of("ZGC Minor Cycles", "ZGC Minor Pauses");

    assertThat(JavaAdvice.line(zgc, List.of(), LINUX))
        .hasValueSatisfying(line -> assertThat(line).endsWith(": " + SMALL_CODE));
    assertThat(JavaAdvice.line(zgc, List.of(SMALL_CODE.split(" ")), LINUX)).isEmpty();
  }

  @Test
  void each_option_that_is_missing_is_named() {
    assertThat(JavaAdvice.line(G1, List.of("-Xmx1g"), LINUX))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .endsWith(
                        ": -Xms2g -Xmx2g -Xmn128m -XX:MaxTenuringThreshold=1"
                            + " -XX:+AlwaysPreTouch -XX:+UseTransparentHugePages "
                            + SMALL_CODE)
                    .doesNotContain("UseG1GC"));
    assertThat(
            JavaAdvice.line(
                G1,
                List.of(
                    "-Xmn128m",
                    "-XX:+AlwaysPreTouch",
                    "-XX:+UseLargePages",
                    "-XX:FreqInlineSize=100",
                    "-XX:InlineSmallCode=1500"),
                LINUX))
        .hasValueSatisfying(
            line -> assertThat(line).endsWith(": -XX:MaxTenuringThreshold=1 -XX:MaxInlineLevel=9"));
  }

  @Test
  void option_that_keeps_java_from_starting_on_other_systems_is_named_on_linux_only() {
    assertThat(JavaAdvice.line(G1, List.of(), "Mac OS X"))
        .hasValueSatisfying(
            line -> assertThat(line).endsWith(" -XX:+AlwaysPreTouch " + SMALL_CODE));
  }

  @Test
  void collectors_with_long_pauses_are_to_be_replaced() {
    assertThat(JavaAdvice.line(List.of("Copy", "MarkSweepCompact"), List.of("-Xmn512m"), LINUX))
        .hasValueSatisfying(line -> assertThat(line).contains("-XX:+UseG1GC"));
  }
}
