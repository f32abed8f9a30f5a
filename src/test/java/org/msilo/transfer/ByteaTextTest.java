package org.msilo.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both forms that PostgreSQL has had for bytes. */
class ByteaTextTest {

  @ParameterizedTest
  @CsvSource({
    "X-Foo: bar, X-Foo: bar",
    "\\x582d3a, X-:",
    "\\x582d3, \\x582d3",
    "a\\\\b, a\\b",
    "gr\\303\\274n, grün",
    "x\\, x\\",
    "\\9, \\9"
  })
  void each_form_is_read(String escaped, String text) {
    assertThat(ByteaText.decode(escaped)).isEqualTo(text);
  }

  @Test
  void line_ends_are_kept() {
    assertThat(ByteaText.decode("X: 1\\015\\012")).isEqualTo("X: 1\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X: \\ü\r\nY: \\x41\r\n", "\\\\"})
  void what_is_written_is_read_as_it_was(String text) {
    assertThat(ByteaText.decode(ByteaText.encode(text))).isEqualTo(text);
  }
}
