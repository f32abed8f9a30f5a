package org.msilo.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for every text, good or bad: a seeded stream of them through each parser. */
class ParserPropertiesTest {
  private static final int TEXTS = Integer.getInteger("fuzz.texts", 100_000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_123L);

  private static final String[] PIECES = {
    "sip:",
    "sips:",
    "SIP:",
    "tel:",
    "@",
    ":",
    ";",
    "=",
    "?",
    "&",
    "%",
    "%4",
    "%41",
    "%00",
    "%0d%0a",
    "%25",
    "%zz",
    "%c0%af",
    "%ff",
    "<",
    ">",
    "\"",
    "\\",
    ",",
    " ",
    "\t",
    "\r\n",
    "\0",
    "[",
    "]",
    "::1",
    "a",
    "Bob",
    "example.com",
    "EXAMPLE.com.",
    "127.0.0.1",
    "5060",
    "99999",
    "transport",
    "lr",
    "\u00e9",
    "e\u0301",
    "\ud83d\ude80",
    "\ud800",
    "\u200b",
    "\u0130",
    "+sip.instance",
    "reg-id",
    "GMT",
    "Fri, ",
    "01 Jan",
    " 2010 ",
    "23:59:60",
    "-1",
    "'",
    "--"
  };

  private final Random random = new Random(SEED);

  @Test
  void no_text_makes_a_parser_throw_and_what_is_read_is_read_the_same_again() {
    for (int i = 0; i < TEXTS; i++) {
      String text = text();
      readsTheSameAgain(text);
      assertThat(NameAddr.uriOf(text)).isNotNull();
      assertThat(new HeaderParameters(text).value("lr")).isNotNull();
      assertThat(new DeviceId(text).value()).hasSizeLessThanOrEqualTo(255);
      IpAddress.isPrivate(text);
      SipDate.parse(text)
          .ifPresent(it -> assertThat(SipDate.parse(SipDate.format(it))).hasValue(it));
      Flow.parse(text)
          .ifPresent(it -> assertThat(Flow.parse(it.route())).map(Flow::port).hasValue(it.port()));
    }
  }

  private static void readsTheSameAgain(String text) {
    SipUri.parse(text).ifPresent(uri -> assertThat(uri.isEquivalentTo(uri)).as(text).isTrue());
    AddressOfRecord.parse(text)
        .ifPresent(
            aor -> {
              assertThat(AddressOfRecord.parse(aor.toUri())).as(text).hasValue(aor);
              assertThat(AddressOfRecord.ofCanonical(aor.toString())).as(text).isEqualTo(aor);
              assertThat(aor.toString()).as(text).doesNotContainPattern("[\\x00-\\x1f\\x7f]");
            });
  }

  @Test
  void seconds_of_sip_dates_survive_a_round_trip() {
    for (int i = 0; i < TEXTS / 10; i++) {
      Instant moment = Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE));
      assertThat(SipDate.parse(SipDate.format(moment))).hasValue(moment);
    }
  }

  /** A parser that goes back would need hours for these. */
  @Test
  @Timeout(20)
  void long_texts_are_read_in_time_that_grows_no_faster_than_they_do() {
    for (String piece : PIECES) {
      String text = "sip:" + piece.repeat(200_000) + "@h";
      SipUri.parse(text);
      AddressOfRecord.parse(text);
      NameAddr.uriOf(text);
      new HeaderParameters(text).value("lr");
      SipDate.parse(text);
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder(random.nextInt(3) > 0 ? "sip:" : "");
    for (int n = random.nextInt(12); n > 0; n--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }
}
