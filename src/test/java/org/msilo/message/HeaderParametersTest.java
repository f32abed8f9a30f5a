package org.msilo.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
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

  @Test
  void percent_signs_are_what_they_are() {
    assertThat(HeaderParameters.of("<sip:a@b>;tag=100%").value("tag")).contains("100%");
    assertThat(HeaderParameters.of("<sip:a@b>;tag=%41;x=%4").value("tag")).contains("%41");
  }

  @Test
  void parameters_of_an_address_are_those_behind_it() {
    assertThat(HeaderParameters.of("\"<;x=0>\" <sip:a@b;x=1?y=2> ; x=3").value("x")).contains("3");
    assertThat(HeaderParameters.of("sip:a@b;x=1").value("x")).contains("1");
    assertThat(HeaderParameters.of("<sip:a@b;x=1>").text()).isEmpty();
    assertThat(HeaderParameters.of("*").text()).isEmpty();
  }

  @Test
  void parameters_that_are_left_stay_as_they_were_written() {
    HeaderParameters parameters =
        new HeaderParameters(";Expires=5;+sip.instance=\"<urn;q=1>\" ;ob; q=0.5;;x=");

    assertThat(parameters.without(Set.of("expires", "q")).text())
        .isEqualTo(";+sip.instance=\"<urn;q=1>\";ob;x=");
  }
}
