package org.msilo.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SettingTest {
  @Test
  void every_setting_has_a_key_a_default_and_a_meaning_on_one_line() {
    assertThat(Setting.values())
        .allSatisfy(
            setting -> {
              assertThat(setting.key()).matches("[a-z]+(_[a-z]+)*");
              assertThat(setting.defaultText()).isNotBlank().doesNotContain("\n");
              assertThat(setting.meaning()).isNotBlank().doesNotContain("\n");
            });
  }

  @Test
  void only_passwords_are_secret() {
    assertThat(Arrays.stream(Setting.values()).filter(Setting::isSecret))
        .containsExactly(Setting.DB_PASSWORD, Setting.AUTH_DB_PASSWORD);
  }
}
