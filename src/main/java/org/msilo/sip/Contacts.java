package org.msilo.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.stream.Stream;
import javax.servlet.sip.Address;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import org.msilo.intake.MessageExpiry;

/** What the Contacts of REGISTERs and of the answers to them say (RFC 3261 20.10). */
final class Contacts {
  private static final int MOST_PREFERRED = 1000;

  private Contacts() {}

  /** The values of a header field of addresses, in order. */
  static List<Address> addresses(SipServletMessage message, String name)
      throws ServletParseException {
    List<Address> addresses = new ArrayList<>();
    message.getAddressHeaders(name).forEachRemaining(addresses::add);
    return addresses;
  }

  /** The values of a header field with parameters, in order. */
  static List<Parameterable> parameterables(SipServletMessage message, String name)
      throws ServletParseException {
    List<Parameterable> values = new ArrayList<>();
    message.getParameterableHeaders(name).forEachRemaining(values::add);
    return values;
  }

  /** The number of the CSeq. */
  static long cseq(SipServletRequest request) throws BadRequestException {
    try {
      return Long.parseLong(firstWord(request.getHeader("CSeq").strip()));
    } catch (NumberFormatException e) {
      throw new BadRequestException(StatusCodes.BAD_REQUEST, "CSeq is no number");
    }
  }

  private static String firstWord(String text) {
    int end = 0;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }

  /** The life of a contact: its own parameter, else the Expires of the message. */
  static Optional<Duration> life(Address contact, SipServletMessage message) {
    return Optional.ofNullable(contact.getParameter("expires"))
        .or(() -> Optional.ofNullable(message.getHeader("Expires")))
        .flatMap(MessageExpiry::seconds);
  }

  /** Its q in thousandths. */
  static int preference(Address contact) throws BadRequestException {
    String q = contact.getParameter("q");
    if (q == null) {
      return MOST_PREFERRED;
    }
    if (!q.strip().matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")) {
      throw new BadRequestException(StatusCodes.BAD_REQUEST, "q must be 0 to 1: " + q);
    }
    return (int) Math.round(Double.parseDouble(q) * MOST_PREFERRED);
  }

  /** Its header parameters but for expires and q, with their leading semicolons. */
  static String parameters(Address contact) {
    StringBuilder text = new StringBuilder();
    for (Iterator<String> names = contact.getParameterNames(); names.hasNext(); ) {
      String name = names.next();
      if (!name.equalsIgnoreCase("expires") && !name.equalsIgnoreCase("q")) {
        String value = contact.getParameter(name);
        text.append(';').append(name);
        if (value != null && !value.isEmpty()) {
          text.append('=').append(quotedIfNeeded(value));
        }
      }
    }
    return text.toString();
  }

  private static String quotedIfNeeded(String value) {
    boolean token = value.matches("[A-Za-z0-9.!%*_+`'~-]+");
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return token || quoted ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Whether it wants MESSAGE: by its methods, else by the Allow of the request that brought it. */
  static boolean takesMessages(Address contact, SipServletRequest request) {
    String methods = contact.getParameter("methods");
    return methods == null ? allowsMessage(request) : namesMessage(methods);
  }

  private static boolean allowsMessage(SipServletRequest request) {
    ListIterator<String> allow = request.getHeaders("Allow");
    boolean said = allow.hasNext();
    boolean named = false;
    while (allow.hasNext()) {
      named |= namesMessage(allow.next());
    }
    return !said || named;
  }

  private static boolean namesMessage(String methods) {
    return Stream.of(methods.replace("\"", "").split(","))
        .anyMatch(method -> method.strip().equals("MESSAGE"));
  }
}
