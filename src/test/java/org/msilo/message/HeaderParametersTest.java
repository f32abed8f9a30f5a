package org.msilo.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeaderParametersTest {

  @Test
  void value_is_found_by_name_without_regard_to_case() {
    assertThat(new HeaderParameters(";Reg-ID=2;x").value("reg-id")).contains("2");
  }

  @Test
  void quoted_value_may_hold_semicolons_equals_signs_and_escaped_quotes() {
    HeaderParameters parameters =
        new HeaderParameters(";a=\"x;reg-id=9\\\";\";+sip.instance=\"<urn:uuid:f8=1>\"");

    assertThat(parameters.value("+sip.instance")).contains("<urn:uuid:f8=1>");
    assertThat(parameters.value("a")).contains("x;reg-id=9\";");
    assertThat(parameters.value("reg-id")).isEmpty();
  }

  @Test
  void parameter_without_a_value_or_not_there_has_none() {
    assertThat(new HeaderParameters(";ob").value("ob")).isEmpty();
    assertThat(new HeaderParameters("").value("reg-id")).isEmpty();
  }
}
