package org.msilo.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/** What was quoted is read as it was, whatever stands in it, and hides nothing behind it. */
@FuzzSeeds({";reg-id=1;+sip.instance=\"<urn:uuid:0\\\"1>\"", "a;b=\"c", ";;=;\"\\"})
class HeaderParametersFuzzTest implements FuzzProperty {
  @Override
  public void holdsFor(byte[] input) {
    String text = new String(input, UTF_8);
    String quoted = '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    HeaderParameters parameters = new HeaderParameters(";x=" + quoted + ";Reg-Id=1");
    assertThat(parameters.value("X")).hasValue(text);
    assertThat(parameters.value("reg-id")).hasValue("1");
    assertThat(parameters.without(Set.of("reg-id")).text()).isEqualTo(";x=" + quoted);
    assertThat(HeaderParameters.of("<sip:a@b>" + parameters.text())).isEqualTo(parameters);
    new HeaderParameters(text)
        .value("reg-id")
        .ifPresent(value -> assertThat(value.length()).isLessThan(text.length()));
  }
}
