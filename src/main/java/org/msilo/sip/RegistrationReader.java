package org.msilo.sip;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import org.msilo.intake.MessageExpiry;
import org.msilo.location.ContactUpdate;
import org.msilo.location.Registration;
import org.msilo.message.AddressOfRecord;

/** Reads a REGISTER (RFC 3261 10.3). Thread-safe. */
final class RegistrationReader {
  private static final int MOST_PREFERRED = 1000;

  /**
   * Transports whose contacts can be reached only on the connection they registered on (RFC 7118).
   */
  private static final Set<String> CONNECTION_ONLY = Set.of("ws", "wss");

  private final SipSettings settings;
  private final Clock clock;

  RegistrationReader(SipSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  Registration read(SipServletRequest request) throws BadRequestException {
    try {
      List<Address> contacts = addresses(request, "Contact");
      boolean removesAll = contacts.stream().anyMatch(Address::isWildcard);
      if (removesAll) {
        checkWildcard(request, contacts);
      }
      return new Registration(
          addressOfRecord(request),
          request.getCallId(),
          cseq(request),
          removesAll,
          removesAll ? List.of() : updates(request, contacts),
          addresses(request, "Path").stream().map(a -> a.getURI().toString()).toList(),
          flow(request),
          clock.instant());
    } catch (ServletParseException e) {
      throw new BadRequestException(StatusCodes.BAD_REQUEST, e.getMessage());
    }
  }

  private AddressOfRecord addressOfRecord(SipServletRequest request) throws BadRequestException {
    String to = request.getTo().getURI().toString();
    AddressOfRecord aor =
        AddressOfRecord.parse(to)
            .orElseThrow(
                () ->
                    new BadRequestException(
                        StatusCodes.BAD_REQUEST, "To is no address-of-record: " + to));
    if (!settings.isLocal(aor)) {
      throw new BadRequestException(StatusCodes.NOT_FOUND, aor + " is not of our domains");
    }
    return aor;
  }

  private static long cseq(SipServletRequest request) throws BadRequestException {
    try {
      return Long.parseLong(request.getHeader("CSeq").strip().split("\\s+")[0]);
    } catch (NumberFormatException e) {
      throw new BadRequestException(StatusCodes.BAD_REQUEST, "CSeq is no number");
    }
  }

  /** The asterisk goes alone, with an Expires of 0 and nothing else (RFC 3261 10.3 step 6). */
  private static void checkWildcard(SipServletRequest request, List<Address> contacts)
      throws BadRequestException {
    String expires = Optional.ofNullable(request.getHeader("Expires")).orElse("").strip();
    boolean alone = contacts.size() == 1 && !contacts.get(0).getParameterNames().hasNext();
    if (!alone || !expires.matches("0+")) {
      throw new BadRequestException(
          StatusCodes.BAD_REQUEST, "Contact * needs Expires: 0 and no other Contact");
    }
  }

  private List<ContactUpdate> updates(SipServletRequest request, List<Address> contacts)
      throws BadRequestException {
    List<ContactUpdate> updates = new ArrayList<>();
    boolean allowed = allowsMessage(request);
    for (Address contact : contacts) {
      Optional<String> methods = Optional.ofNullable(contact.getParameter("methods"));
      updates.add(
          new ContactUpdate(
              contact.getURI().toString(),
              parameters(contact),
              preference(contact),
              requested(request, contact),
              methods.map(RegistrationReader::namesMessage).orElse(allowed)));
    }
    return updates;
  }

  private static Optional<Duration> requested(SipServletRequest request, Address contact) {
    return Optional.ofNullable(contact.getParameter("expires"))
        .or(() -> Optional.ofNullable(request.getHeader("Expires")))
        .flatMap(MessageExpiry::seconds);
  }

  private static int preference(Address contact) throws BadRequestException {
    String q = contact.getParameter("q");
    if (q == null) {
      return MOST_PREFERRED;
    }
    if (!q.strip().matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")) {
      throw new BadRequestException(StatusCodes.BAD_REQUEST, "q must be 0 to 1: " + q);
    }
    return (int) Math.round(Double.parseDouble(q) * MOST_PREFERRED);
  }

  private static String parameters(Address contact) {
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

  private static Optional<String> flow(SipServletRequest request) {
    String transport =
        Optional.ofNullable(request.getInitialTransport()).orElse("").toLowerCase(Locale.ROOT);
    return CONNECTION_ONLY.contains(transport)
        ? Optional.of(
            "sip:%s:%d;transport=%s;lr"
                .formatted(
                    request.getInitialRemoteAddr(), request.getInitialRemotePort(), transport))
        : Optional.empty();
  }

  private static List<Address> addresses(SipServletRequest request, String name)
      throws ServletParseException {
    List<Address> addresses = new ArrayList<>();
    request.getAddressHeaders(name).forEachRemaining(addresses::add);
    return addresses;
  }
}
