package org.msilo.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/** What is read as a date is written as that date. */
@FuzzSeeds({"Sat, 13 Nov 2010 23:29:00 GMT", "Fri, 1 Jan 2100 00:00:00 GMT", "Thu, 01 Jan 1970"})
class SipDateFuzzTest implements FuzzProperty {
  @Override
  public void holdsFor(byte[] input) {
    SipDate.parse(new String(input, UTF_8))
        .ifPresent(
            moment -> {
              assertThat(SipDate.parse(SipDate.format(moment))).hasValue(moment);
              assertThat(moment.getNano()).isZero();
            });
  }
}
