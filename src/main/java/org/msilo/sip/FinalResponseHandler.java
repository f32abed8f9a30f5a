package org.msilo.sip;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import javax.servlet.sip.SipServletResponse;
import org.msilo.dump.DeliveryResult;
import org.msilo.dump.MailboxDump;
import org.msilo.intake.MessageExpiry;
import org.msilo.metrics.Meters;

/** Final responses to what we sent or passed on, told to whoever waits for them. Thread-safe. */
final class FinalResponseHandler {
  private final MailboxDump dump;
  private final RegistrarSide registrations;
  private final LongConsumer times;
  private final Runnable[] classes;

  FinalResponseHandler(MailboxDump dump, RegistrarSide registrations, Meters meters) {
    this.dump = dump;
    this.registrations = registrations;
    this.times = meters.timing("delivery.time");
    this.classes = AnswerMeters.classes(meters, "deliveries");
  }

  void handle(SipServletResponse response) {
    if ("REGISTER".equals(response.getMethod())) {
      registrations.answered(response);
      return;
    }
    Object attribute = response.getSession().getAttribute(SentMessage.ATTRIBUTE);
    if (attribute instanceof SentMessage sent) {
      int status = response.getStatus();
      times.accept(System.nanoTime() - sent.sentAt());
      classes[status / 100].run();
      dump.concluded(
          sent.mailbox(),
          sent.id(),
          Optional.of(sent.device()),
          new DeliveryResult(
              StatusCodes.outcomeOf(status), status, reason(response), retryAfter(response)));
    }
  }

  private static String reason(SipServletResponse response) {
    return Optional.ofNullable(response.getReasonPhrase()).orElse("");
  }

  /** The seconds of Retry-After, without its comment and parameters (RFC 3261 20.33). */
  private static Optional<Duration> retryAfter(SipServletResponse response) {
    return Optional.ofNullable(response.getHeader("Retry-After"))
        .map(value -> value.strip().split("[^0-9]", 2)[0])
        .flatMap(MessageExpiry::seconds);
  }
}
