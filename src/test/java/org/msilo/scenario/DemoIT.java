package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.WarProcess;

/** The story the packaged war tells about itself. */
@NotStandalone("only the executable war has a demo")
class DemoIT {
  @Test
  void demo_plays_every_step_and_ends_with_status_0() {
    try (WarProcess demo = WarProcess.run("demo")) {
      int status = demo.exitValue();

      assertThat(status).as(demo.output()).isZero();
      assertThat(demo.output())
          .contains("alice", "bob", "MESSAGE", "REGISTER", "202", "200")
          .doesNotContain("Exception")
          .as("colour only on a terminal")
          .doesNotContain("\u001b[");
    }
  }
}
