package org.msilo.sip;

import java.time.Duration;
import java.util.Optional;
import javax.servlet.sip.SipServletResponse;
import org.msilo.dump.DeliveryResult;
import org.msilo.dump.MailboxDump;
import org.msilo.intake.MessageExpiry;

/** Final responses to the messages that we sent, told to the dump. Thread-safe. */
final class FinalResponseHandler {
  private final MailboxDump dump;

  FinalResponseHandler(MailboxDump dump) {
    this.dump = dump;
  }

  void handle(SipServletResponse response) {
    Object attribute = response.getSession().getAttribute(SentMessage.ATTRIBUTE);
    if (attribute instanceof SentMessage sent) {
      int status = response.getStatus();
      dump.concluded(
          sent.mailbox(),
          sent.id(),
          new DeliveryResult(StatusCodes.outcomeOf(status), status, retryAfter(response)));
    }
  }

  /** The seconds of Retry-After, without its comment and parameters (RFC 3261 20.33). */
  private static Optional<Duration> retryAfter(SipServletResponse response) {
    return Optional.ofNullable(response.getHeader("Retry-After"))
        .map(value -> value.strip().split("[^0-9]", 2)[0])
        .flatMap(MessageExpiry::seconds);
  }
}
