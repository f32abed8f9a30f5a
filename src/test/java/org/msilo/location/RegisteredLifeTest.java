package org.msilo.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.asking;
import static org.msilo.testing.MessageFixtures.register;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.msilo.location.RegisterOutcome.Status;
import org.msilo.message.Binding;

/** How long a contact is bound (RFC 3261 10.3 step 7). */
class RegisteredLifeTest {
  private static final String DESK = "sip:bob@192.0.2.1";

  private final RegisterRules rules =
      new RegisterRules(
          new RegistrarSettings(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(1)));

  @Test
  void who_asks_for_no_life_gets_the_default() {
    ContactUpdate update = new ContactUpdate(DESK, "", 1000, Optional.empty(), true);

    assertThat(granted(apply(register(BOB, "a", 1, NOON, List.of(update)))))
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void longer_life_than_the_most_is_cut() {
    assertThat(granted(apply(asks(Duration.ofDays(2))))).isEqualTo(Duration.ofDays(1));
    assertThat(granted(apply(asks(Duration.ofSeconds(0xffff_ffffL)))))
        .isEqualTo(Duration.ofDays(1));
  }

  @Test
  void life_below_the_least_is_too_brief() {
    assertThat(apply(asks(Duration.ofSeconds(59))).status()).isEqualTo(Status.TOO_BRIEF);
    assertThat(granted(apply(asks(Duration.ofSeconds(60))))).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void hour_is_never_too_brief_even_below_the_least() {
    RegisterRules strict =
        new RegisterRules(
            new RegistrarSettings(Duration.ofHours(3), Duration.ofHours(2), Duration.ofHours(4)));

    assertThat(strict.apply(asks(Duration.ofSeconds(3599)), List.of()).status())
        .isEqualTo(Status.TOO_BRIEF);
    assertThat(strict.apply(asks(Duration.ofHours(1)), List.of()).status()).isEqualTo(Status.DONE);
  }

  private RegisterOutcome apply(Registration registration) {
    return rules.apply(registration, List.of());
  }

  private static Registration asks(Duration life) {
    return register(BOB, "a", 1, NOON, List.of(asking(DESK, life)));
  }

  private static Duration granted(RegisterOutcome outcome) {
    Binding binding = outcome.bindings().get(0);
    return Duration.between(binding.registeredAt(), binding.expiresAt());
  }
}
