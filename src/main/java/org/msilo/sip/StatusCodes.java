package org.msilo.sip;

import java.util.Set;
import org.msilo.dump.DeliveryResult.Outcome;
import org.msilo.intake.IntakeDecision;
import org.msilo.location.RegisterOutcome;

/** What decisions are as status codes, and what status codes mean: the only place with numbers. */
final class StatusCodes {
  static final int OK = 200;
  static final int ACCEPTED = 202;
  static final int BAD_REQUEST = 400;
  static final int UNAUTHORIZED = 401;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int PROXY_AUTHENTICATION_REQUIRED = 407;
  static final int REQUEST_TIMEOUT = 408;
  static final int TOO_LARGE = 413;
  static final int UNSUPPORTED_MEDIA_TYPE = 415;
  static final int UNSUPPORTED_URI_SCHEME = 416;
  static final int BAD_EXTENSION = 420;
  static final int INTERVAL_TOO_BRIEF = 423;
  static final int FLOW_FAILED = 430;
  static final int FIRST_HOP_LACKS_OUTBOUND = 439;
  static final int TEMPORARILY_UNAVAILABLE = 480;
  static final int LOOP_DETECTED = 482;
  static final int TOO_MANY_HOPS = 483;
  static final int SERVER_ERROR = 500;
  static final int SERVICE_UNAVAILABLE = 503;
  static final int MESSAGE_TOO_LARGE = 513;

  /** These say that the message itself is bad: it would be so at another time too. */
  private static final Set<Integer> MESSAGE_IS_BAD = Set.of(400, 413, 415, 488, 493);

  /** These say that this contact does not do messages, or is no longer there or on this flow. */
  private static final Set<Integer> CONTACT_TAKES_NONE = Set.of(404, 405, 410, FLOW_FAILED, 501);

  private StatusCodes() {}

  static int of(IntakeDecision decision) {
    return switch (decision) {
      case KEPT, KEPT_BEFORE -> ACCEPTED;
      case NOT_WORTH_KEEPING, MAILBOX_FULL -> TEMPORARILY_UNAVAILABLE;
      case TOO_LARGE -> TOO_LARGE;
    };
  }

  static int of(RegisterOutcome.Status status) {
    return switch (status) {
      case DONE -> OK;
      case TOO_BRIEF -> INTERVAL_TOO_BRIEF;
      case OUT_OF_ORDER -> SERVER_ERROR;
      case TOO_MANY -> FORBIDDEN;
    };
  }

  /** What the final response to a stored message means (RFC 3428 7, RFC 3261 21). */
  static Outcome outcomeOf(int status) {
    if (isSuccess(status)) {
      return Outcome.DELIVERED;
    }
    if (isGlobalFailure(status)) {
      return Outcome.REFUSED_BY_USER;
    }
    if (MESSAGE_IS_BAD.contains(status)) {
      return Outcome.MESSAGE_REFUSED;
    }
    return CONTACT_TAKES_NONE.contains(status) ? Outcome.BINDING_CLOSED : Outcome.TRY_LATER;
  }

  /** Whether a message whose relay failed so goes back to its sender instead of into the store. */
  static boolean goesBack(int status) {
    return isGlobalFailure(status) || MESSAGE_IS_BAD.contains(status);
  }

  static boolean isFinal(int status) {
    return status >= 200;
  }

  static boolean isSuccess(int status) {
    return status >= 200 && status < 300;
  }

  static boolean isGlobalFailure(int status) {
    return status >= 600;
  }
}
