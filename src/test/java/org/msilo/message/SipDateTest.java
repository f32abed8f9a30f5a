package org.msilo.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The date of RFC 3261 20.17, in English whatever the machine speaks. */
class SipDateTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2010-11-13T23:29:00Z | Sat, 13 Nov 2010 23:29:00 GMT",
        "2026-01-04T00:00:00Z | Sun, 04 Jan 2026 00:00:00 GMT",
        "2026-02-02T01:02:03Z | Mon, 02 Feb 2026 01:02:03 GMT",
        "2026-03-03T12:00:00Z | Tue, 03 Mar 2026 12:00:00 GMT",
        "2026-04-01T12:00:00Z | Wed, 01 Apr 2026 12:00:00 GMT",
        "2026-05-07T12:00:00Z | Thu, 07 May 2026 12:00:00 GMT",
        "2026-06-05T12:00:00Z | Fri, 05 Jun 2026 12:00:00 GMT",
        "2026-07-04T12:00:00Z | Sat, 04 Jul 2026 12:00:00 GMT",
        "2026-08-02T12:00:00Z | Sun, 02 Aug 2026 12:00:00 GMT",
        "2026-09-30T23:59:59Z | Wed, 30 Sep 2026 23:59:59 GMT",
        "2026-10-31T12:00:00Z | Sat, 31 Oct 2026 12:00:00 GMT",
        "2028-02-29T12:00:00Z | Tue, 29 Feb 2028 12:00:00 GMT",
        "2026-12-31T12:00:00Z | Thu, 31 Dec 2026 12:00:00 GMT"
      })
  void date_is_written_and_read(Instant moment, String text) {
    assertThat(SipDate.format(moment)).isEqualTo(text);
    assertThat(SipDate.parse(text)).hasValue(moment);
  }

  @Test
  void day_without_its_zero_is_read_too() {
    assertThat(SipDate.parse("Thu, 7 May 2026 12:00:00 GMT"))
        .isEqualTo(SipDate.parse(" Thu, 07 May 2026 12:00:00 GMT "))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-05-07T12:00:00Z",
        "Thu, 07 May 2026 25:00:00 GMT",
        "Fri, 30 Feb 2026 12:00:00 GMT",
        "Thu, 07 Mai 2026 12:00:00 GMT",
        "99999999999999999999"
      })
  void what_is_no_date_is_none(String text) {
    assertThat(SipDate.parse(text)).isEmpty();
  }
}
