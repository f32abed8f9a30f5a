package org.msilo.model;

import java.time.Duration;
import java.util.Optional;
import org.msilo.dump.DeliveryResult;
import org.msilo.dump.DeliveryResult.Outcome;

/** What a phone, or the container in its place, says to a MESSAGE; as {@code sip.StatusCodes}. */
enum Verdict {
  TAKEN(200, Outcome.DELIVERED),
  BUSY(486, Outcome.TRY_LATER),
  AWAY_FOR_A_WHILE(480, Outcome.TRY_LATER),
  NO_MESSAGES_HERE(405, Outcome.BINDING_CLOSED),
  BAD_MESSAGE(415, Outcome.MESSAGE_REFUSED),
  DECLINED(603, Outcome.REFUSED_BY_USER),
  /** Of the container: nobody answered. */
  SILENCE(408, Outcome.TRY_LATER);

  private static final Duration A_WHILE = Duration.ofMinutes(2);
  private static final int USUALLY = 2;

  private final int status;
  private final Outcome outcome;

  Verdict(int status, Outcome outcome) {
    this.status = status;
    this.outcome = outcome;
  }

  /** One of all, half of the time {@link #TAKEN}. */
  static Verdict of(int choice) {
    return choice % USUALLY == 0 ? TAKEN : values()[choice / USUALLY % values().length];
  }

  int status() {
    return status;
  }

  DeliveryResult result() {
    return new DeliveryResult(
        outcome, status, this == AWAY_FOR_A_WHILE ? Optional.of(A_WHILE) : Optional.empty());
  }

  /** Whether the message is gone when this has been settled. */
  boolean removes() {
    return outcome == Outcome.DELIVERED || outcome == Outcome.REFUSED_BY_USER;
  }

  /** Whether the message must not be sent again. */
  boolean isTheEnd() {
    return removes() || outcome == Outcome.MESSAGE_REFUSED;
  }

  /** Whether a relayed MESSAGE with this failure goes back to its caller. */
  boolean goesBack() {
    return outcome == Outcome.REFUSED_BY_USER || outcome == Outcome.MESSAGE_REFUSED;
  }
}
