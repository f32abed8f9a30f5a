package org.msilo.sip;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.msilo.intake.IntakeDecision;
import org.msilo.message.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends responses; one that cannot be sent is logged and lost, as it would be on the wire. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  /** Seconds after which a client may come back to a store that could not take its request. */
  private static final int RETRY_AFTER_SECONDS = 5;

  /** Fields that the container writes itself, or that speak of one hop only. */
  private static final Set<String> NOT_COPIED =
      Set.of(
          "Via",
          "From",
          "To",
          "Call-ID",
          "CSeq",
          "Contact",
          "Content-Length",
          "Content-Type",
          "Record-Route",
          "Route",
          "Max-Forwards");

  private Answers() {}

  static void send(SipServletRequest request, int status, Header... headers) {
    try {
      SipServletResponse response = request.createResponse(status);
      for (Header header : headers) {
        response.addHeader(repeatable(header.name()), header.value());
      }
      response.send();
      AnswerMeters.answered(request, status);
    } catch (IOException | IllegalStateException e) {
      LOG.info("{} to {} could not be sent: {}", status, request.getMethod(), e.getMessage());
    }
  }

  /** Says what became of a MESSAGE, and in words (RFC 3261 20.43) what no code says. */
  static void decided(SipServletRequest request, IntakeDecision decision) {
    int status = StatusCodes.of(decision);
    if (decision == IntakeDecision.MAILBOX_FULL) {
      send(request, status, warning("The mailbox of the recipient is full"));
    } else {
      send(request, status);
    }
  }

  /** A sentence for people: code 399, as no other fits (RFC 3261 20.43). */
  static Header warning(String text) {
    return new Header("Warning", "399 msilo \"" + text + "\"");
  }

  /** Says what is wrong with a request. */
  static void refuse(SipServletRequest request, BadRequestException cause) {
    LOG.debug("{} refused: {}", request.getMethod(), cause.getMessage());
    send(request, cause.status(), cause.headers());
  }

  /** 503 with Retry-After: the store cannot work now, nothing was kept. */
  static void sendUnavailable(SipServletRequest request) {
    send(
        request,
        StatusCodes.SERVICE_UNAVAILABLE,
        new Header("Retry-After", Integer.toString(RETRY_AFTER_SECONDS)));
  }

  /** 503 for now: more comes than is done. Not all come back at once. */
  static void turnAway(SipServletRequest request) {
    int seconds =
        ThreadLocalRandom.current().nextInt(RETRY_AFTER_SECONDS, 2 * RETRY_AFTER_SECONDS + 1);
    send(
        request,
        StatusCodes.SERVICE_UNAVAILABLE,
        new Header("Retry-After", Integer.toString(seconds)));
  }

  /** Says what another server said, in its words. */
  static void sendCopy(SipServletRequest request, SipServletResponse original) {
    try {
      SipServletResponse response =
          request.createResponse(original.getStatus(), original.getReasonPhrase());
      for (String name : namesOf(original)) {
        original
            .getHeaders(name)
            .forEachRemaining(value -> response.addHeader(repeatable(name), value));
      }
      if (original.getRawContent() != null && original.getContentType() != null) {
        Bodies.set(response, original.getRawContent(), original.getContentType());
      }
      response.send();
      AnswerMeters.answered(request, original.getStatus());
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      LOG.info("{} could not be passed on: {}", original.getStatus(), e.getMessage());
    }
  }

  /**
   * Restcomm takes challenges and credentials for fields that may be there once only, and knows
   * them by their usual spelling; in lower case they are added, and sent in the usual spelling.
   */
  static String repeatable(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith("-authenticate") || lower.endsWith("authorization") ? lower : name;
  }

  private static List<String> namesOf(SipServletResponse original) {
    Iterator<String> names = original.getHeaderNames();
    List<String> copied = new ArrayList<>();
    names.forEachRemaining(
        name -> {
          if (NOT_COPIED.stream().noneMatch(name::equalsIgnoreCase) && !copied.contains(name)) {
            copied.add(name);
          }
        });
    return copied;
  }
}
