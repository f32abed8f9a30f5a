package org.msilo.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where passwords may stand, and where they may not be seen. */
class TransferOptionsTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("MSILO_FROM_PASSWORD", "f", "MSILO_TO_PASSWORD", "t", "MSILO_HOME", "h", "PATH", "p");

  @Test
  void the_environment_has_a_password_for_each_side() {
    assertThat(TransferOptions.of(Map.of("from", "jdbc:x"), ENVIRONMENT).password()).isEqualTo("f");
    assertThat(TransferOptions.of(Map.of("to", "jdbc:x"), ENVIRONMENT).password()).isEqualTo("t");
  }

  @Test
  void the_command_line_wins() {
    Map<String, String> options = Map.of("from", "jdbc:x", "from-password", "c");

    assertThat(TransferOptions.of(options, ENVIRONMENT).password()).isEqualTo("c");
  }

  @Test
  void what_is_not_said_is_empty_or_the_default() {
    assertThat(TransferOptions.of(Map.of("from", "jdbc:x"), Map.of()))
        .isEqualTo(new TransferOptions("jdbc:x", "", "", "silo", false));
  }

  @Test
  void the_passwords_are_no_settings_of_the_server() {
    assertThat(TransferOptions.withoutPasswords(ENVIRONMENT))
        .containsOnlyKeys("MSILO_HOME", "PATH");
  }

  @Test
  void no_text_of_it_has_the_password() {
    assertThat(TransferOptions.of(Map.of("from", "jdbc:x?password=q"), ENVIRONMENT).toString())
        .isEqualTo("table silo");
  }
}
