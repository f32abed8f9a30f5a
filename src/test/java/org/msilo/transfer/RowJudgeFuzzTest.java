package org.msilo.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.OfflineMessage;
import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/**
 * A row, a column a line, gets a verdict; what is taken is one line a header field, and is a
 * message for the mailbox that its Request-URI names.
 */
@FuzzSeeds({
  "sip:alice@example.com\nsip:bob@example.com\nbob\nexample.com\n\n1700000000\n4000000000\n0\n"
      + "text/plain;charset=utf-8\nSubject: x\nhello",
  "\"A\" <sip:alice@h>;tag=1\nsip:bob@h\n\n\nsip:bob@h;x=y\n0\n9223372036854775807\n0\n\n\n",
  "sip:a@h\n<sip:bob@h>\n\n\n\n9223372036854775807\n4000000000\n0\n"
})
class RowJudgeFuzzTest implements FuzzProperty {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final int COLUMNS = 11;

  private final RowJudge judge = new RowJudge(Clock.fixed(NOON, ZoneOffset.UTC));

  @Override
  public void holdsFor(byte[] input) {
    SiloRow row = row(new String(input, UTF_8).split("\n", COLUMNS));
    judge.judge(row, RowKey.of(row)).message().ifPresent(RowJudgeFuzzTest::isSound);
  }

  private static void isSound(OfflineMessage message) {
    assertThat(message.from() + message.to()).doesNotContainPattern("\\p{Cntrl}");
    assertThat(message.requestUri()).doesNotContainPattern("[\\p{Cntrl} <>\"]");
    assertThat(message.body().contentType().orElseThrow()).doesNotContainPattern("\\p{Cntrl}");
    assertThat(AddressOfRecord.parse(message.requestUri())).hasValue(message.mailbox());
    assertThat(message.receivedAt()).isBeforeOrEqualTo(NOON);
    assertThat(message.expiresAt()).isAfter(NOON);
  }

  private static SiloRow row(String[] columns) {
    return new SiloRow(
        1,
        text(columns, 0),
        text(columns, 1),
        text(columns, 2),
        text(columns, 3),
        text(columns, 4),
        number(columns, 5),
        number(columns, 6),
        number(columns, 7),
        text(columns, 8),
        text(columns, 10).getBytes(UTF_8),
        text(columns, 9).replace("|", "\r\n"),
        "");
  }

  private static String text(String[] columns, int i) {
    return i < columns.length ? columns[i] : "";
  }

  private static long number(String[] columns, int i) {
    return Optional.of(text(columns, i))
        .filter(text -> text.matches("-?[0-9]{1,18}|9223372036854775807"))
        .map(Long::parseLong)
        .orElse(0L);
  }
}
