package org.msilo.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.msilo.testing.MessageFixtures;
import org.msilo.testing.SettableClock;

/** What a person sees, and what a log file holds. */
class ProgressTest {
  private final SettableClock clock = new SettableClock(MessageFixtures.NOON);
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(shown, true, UTF_8);

  @Test
  void a_log_gets_a_line_every_ten_seconds() {
    Progress progress = new Progress(out, false, clock, 100_000);
    progress.at(10);
    clock.advance(Duration.ofSeconds(9));
    progress.at(20_000);
    clock.advance(Duration.ofSeconds(1));
    progress.at(25_000);
    clock.advance(Duration.ofSeconds(5));
    progress.at(30_000);
    progress.end();

    assertThat(text()).isEqualTo(" 25 %  25,000 of 100,000, 2,500/s, 0:30 left\n");
  }

  @Test
  void a_terminal_gets_a_bar_that_is_drawn_anew_and_taken_away() {
    Progress progress = new Progress(out, true, clock, 10);
    clock.advance(Duration.ofSeconds(1));
    progress.at(5);
    clock.advance(Duration.ofSeconds(1));
    progress.at(10);
    progress.end();

    assertThat(text())
        .isEqualTo(
            "\r\u001b[K[###############---------------]  50 %  5 of 10, 5/s, 0:01 left"
                + "\r\u001b[K[##############################] 100 %  10 of 10, 5/s"
                + "\r\u001b[K");
  }

  @Test
  void a_table_that_grows_meanwhile_and_a_long_way_to_go_are_no_trouble() {
    Progress growing = new Progress(out, false, clock, 0);
    Progress slow = new Progress(out, false, clock, 100_000);
    clock.advance(Duration.ofSeconds(10));
    growing.at(7);
    slow.at(100);

    assertThat(text()).isEqualTo("100 %  7 of 7, 1/s\n  0 %  100 of 100,000, 10/s, 2:46:30 left\n");
  }

  private String text() {
    return shown.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
