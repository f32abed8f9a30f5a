package org.msilo.dump;

import java.time.Duration;
import java.util.Optional;
import org.msilo.store.Answer;

/**
 * How an attempt to deliver one message to one binding ended; immutable.
 *
 * @param outcome what it means for the message and the binding
 * @param status SIP status code of the final response, or of the local failure
 * @param reason its reason phrase, or what failed here; "" for none
 * @param retryAfter the pause that the other side asked for
 */
public record DeliveryResult(
    Outcome outcome, int status, String reason, Optional<Duration> retryAfter) {

  public DeliveryResult(Outcome outcome, int status, Optional<Duration> retryAfter) {
    this(outcome, status, "", retryAfter);
  }

  /** What becomes of message and binding. */
  public enum Outcome {
    /** Taken: the message is removed. */
    DELIVERED,
    /** Its user wants it nowhere: the message is removed, the sender told. */
    REFUSED_BY_USER,
    /** This message is not acceptable: it is marked, the next one follows. */
    MESSAGE_REFUSED,
    /** This binding takes no mail: it gets none until it registers anew. */
    BINDING_CLOSED,
    /** Not now: another binding, or another time. */
    TRY_LATER
  }

  static DeliveryResult unanswered() {
    return new DeliveryResult(Outcome.TRY_LATER, 408, "no answer", Optional.empty());
  }

  Answer answer() {
    return new Answer(status, reason);
  }

  /**
   * The binding is at fault and may be another day, or when it registers anew; a message that is no
   * request never will be.
   */
  static DeliveryResult notSent(SendFailedException failure) {
    String why = String.valueOf(failure.getMessage());
    if (failure instanceof FlowFailedException) {
      return new DeliveryResult(Outcome.BINDING_CLOSED, 430, why, Optional.empty());
    }
    return failure instanceof UnsendableMessageException
        ? new DeliveryResult(Outcome.MESSAGE_REFUSED, 400, why, Optional.empty())
        : new DeliveryResult(Outcome.TRY_LATER, 503, why, Optional.empty());
  }
}
