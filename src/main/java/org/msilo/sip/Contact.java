package org.msilo.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import org.msilo.intake.MessageExpiry;
import org.msilo.message.HeaderParameters;

/**
 * One Contact of a REGISTER or of the answer to it (RFC 3261 20.10). Immutable.
 *
 * @param isWildcard whether it is the asterisk that stands for all of them
 * @param uri where it leads
 * @param parameters those behind the URI
 */
record Contact(boolean isWildcard, String uri, HeaderParameters parameters) {
  private static final int MOST_PREFERRED = 1000;
  private static final Set<String> OF_THE_BINDING = Set.of("expires", "q");

  /** All of a message, in order. */
  static List<Contact> allOf(SipServletMessage message) throws ServletParseException {
    List<Contact> contacts = new ArrayList<>();
    Iterator<String> texts = message.getHeaders("Contact");
    for (Address address : HeaderFields.addresses(message, "Contact")) {
      contacts.add(
          new Contact(
              address.isWildcard(),
              address.isWildcard() ? "*" : address.getURI().toString(),
              HeaderParameters.of(texts.next())));
    }
    return contacts;
  }

  /** The URIs of all of a message but the asterisk, in order. */
  static List<String> urisOf(SipServletMessage message) throws ServletParseException {
    return allOf(message).stream().filter(it -> !it.isWildcard).map(Contact::uri).toList();
  }

  /** The life of a contact: its own parameter, else the Expires of the message. */
  Optional<Duration> life(SipServletMessage message) {
    return parameters
        .value("expires")
        .or(() -> Optional.ofNullable(message.getHeader("Expires")))
        .flatMap(MessageExpiry::seconds);
  }

  /** Its q in thousandths. */
  int preference() throws BadRequestException {
    Optional<String> q = parameters.value("q");
    if (q.isEmpty()) {
      return MOST_PREFERRED;
    }
    if (!q.get().strip().matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")) {
      throw new BadRequestException(StatusCodes.BAD_REQUEST, "q must be 0 to 1: " + q.get());
    }
    return (int) Math.round(Double.parseDouble(q.get()) * MOST_PREFERRED);
  }

  /** Its header parameters but for expires and q, with their leading semicolons. */
  String otherParameters() {
    return parameters.without(OF_THE_BINDING).text();
  }

  /** Whether it wants MESSAGE: by its methods, else by the Allow of the request that brought it. */
  boolean takesMessages(SipServletRequest request) {
    return parameters
        .value("methods")
        .map(Contact::namesMessage)
        .orElseGet(() -> allowsMessage(request));
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
