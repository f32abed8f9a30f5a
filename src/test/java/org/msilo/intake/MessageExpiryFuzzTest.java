package org.msilo.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/** Whatever Expires and Date say, retention is the most, and seconds are what their digits say. */
@FuzzSeeds({
  "3600\nSat, 13 Nov 2010 23:29:00 GMT",
  "0\nFri, 1 Jan 2100 00:00:00 GMT",
  "0000000000004294967296",
  "-1\n",
  "60"
})
class MessageExpiryFuzzTest implements FuzzProperty {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration RETENTION = Duration.ofDays(3);
  private static final BigInteger MOST = BigInteger.valueOf(0xffff_ffffL);

  @Override
  public void holdsFor(byte[] input) {
    String[] values = new String(input, UTF_8).split("\n", 2);
    Optional<Duration> seconds = MessageExpiry.seconds(values[0]);
    boolean isNumber =
        !values[0].isBlank() && values[0].strip().chars().allMatch(c -> c >= '0' && c <= '9');

    assertThat(seconds.isPresent()).isEqualTo(isNumber);
    // Digits beyond these make no difference, but BigInteger needs their square in time.
    if (isNumber && values[0].length() < 100) {
      assertThat(seconds.get().toSeconds())
          .isEqualTo(new BigInteger(values[0].strip()).min(MOST).longValue());
    }
    Instant expiresAt =
        MessageExpiry.of(
            NOON,
            RETENTION,
            Optional.of(values[0]),
            values.length > 1 ? Optional.of(values[1]) : Optional.empty());
    assertThat(expiresAt).isBeforeOrEqualTo(NOON.plus(RETENTION));
    seconds.ifPresent(life -> assertThat(expiresAt).isBeforeOrEqualTo(NOON.plus(life)));
  }
}
