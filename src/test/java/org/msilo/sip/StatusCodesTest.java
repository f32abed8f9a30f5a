package org.msilo.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.dump.DeliveryResult.Outcome;
import org.msilo.intake.IntakeDecision;
import org.msilo.location.RegisterOutcome;

/** What status codes mean, and what is said with them. */
class StatusCodesTest {

  @ParameterizedTest
  @CsvSource({
    "200, DELIVERED",
    "202, DELIVERED",
    "299, DELIVERED",
    "600, REFUSED_BY_USER",
    "603, REFUSED_BY_USER",
    "604, REFUSED_BY_USER",
    "606, REFUSED_BY_USER",
    "400, MESSAGE_REFUSED",
    "413, MESSAGE_REFUSED",
    "415, MESSAGE_REFUSED",
    "488, MESSAGE_REFUSED",
    "493, MESSAGE_REFUSED",
    "404, BINDING_CLOSED",
    "405, BINDING_CLOSED",
    "410, BINDING_CLOSED",
    "501, BINDING_CLOSED",
    "301, TRY_LATER",
    "302, TRY_LATER",
    "401, TRY_LATER",
    "403, TRY_LATER",
    "407, TRY_LATER",
    "408, TRY_LATER",
    "420, TRY_LATER",
    "430, BINDING_CLOSED",
    "480, TRY_LATER",
    "481, TRY_LATER",
    "486, TRY_LATER",
    "487, TRY_LATER",
    "500, TRY_LATER",
    "503, TRY_LATER",
    "504, TRY_LATER"
  })
  void answer_to_a_stored_message_has_its_consequence(int status, Outcome outcome) {
    assertThat(StatusCodes.outcomeOf(status)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 415, 488, 493, 600, 603, 604, 606})
  void these_answers_to_a_relayed_message_go_back_to_its_sender(int status) {
    assertThat(StatusCodes.goesBack(status)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 401, 403, 404, 405, 408, 410, 430, 480, 486, 487, 500, 501, 503, 504})
  void after_these_a_relayed_message_is_kept(int status) {
    assertThat(StatusCodes.goesBack(status)).isFalse();
  }

  @Test
  void decisions_are_status_codes() {
    assertThat(StatusCodes.of(IntakeDecision.KEPT)).isEqualTo(202);
    assertThat(StatusCodes.of(IntakeDecision.KEPT_BEFORE)).isEqualTo(202);
    assertThat(StatusCodes.of(IntakeDecision.NOT_WORTH_KEEPING)).isEqualTo(480);
    assertThat(StatusCodes.of(IntakeDecision.TOO_LARGE)).isEqualTo(413);
    assertThat(StatusCodes.of(RegisterOutcome.Status.DONE)).isEqualTo(200);
    assertThat(StatusCodes.of(RegisterOutcome.Status.TOO_BRIEF)).isEqualTo(423);
    assertThat(StatusCodes.of(RegisterOutcome.Status.OUT_OF_ORDER)).isEqualTo(500);
    assertThat(StatusCodes.of(RegisterOutcome.Status.TOO_MANY)).isEqualTo(403);
  }

  @Test
  void provisional_responses_are_not_final() {
    assertThat(StatusCodes.isFinal(100)).isFalse();
    assertThat(StatusCodes.isFinal(199)).isFalse();
    assertThat(StatusCodes.isFinal(200)).isTrue();
    assertThat(StatusCodes.isFinal(699)).isTrue();
  }
}
