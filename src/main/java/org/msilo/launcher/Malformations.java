package org.msilo.launcher;

import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.ContactList;
import gov.nist.javax.sip.header.ContentType;
import gov.nist.javax.sip.header.ParametersHeader;
import gov.nist.javax.sip.message.SIPRequest;
import java.nio.charset.Charset;
import java.text.ParseException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sip.address.URI;
import javax.sip.header.HeaderAddress;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * Finds what the container overlooks in a request, so that the application would see another one
 * than was sent: a REGISTER whose Contact cannot be read would be a query without one. Thread-safe.
 */
final class Malformations {
  /**
   * Fields that change what a request asks for; one of them that cannot be read is not left out.
   */
  private static final Set<String> MATTER =
      Set.of(
          StrictParser.REQUEST_URI,
          "from",
          "to",
          "call-id",
          "cseq",
          "via",
          "v",
          "max-forwards",
          "contact",
          "m",
          "route",
          "record-route",
          "path",
          "require",
          "proxy-require",
          "content-length",
          "content-type",
          "content-encoding",
          "e");

  /** CSeq numbers stay below 2^31 (RFC 3261 8.1.1.5). */
  private static final long MOST_CSEQ = Integer.MAX_VALUE;

  /** What comes before the colon of a URI (RFC 3261 25.1); the container fails on any other. */
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");

  /** Transports that are streams; WebSocket has frames of its own (RFC 7118 5.3). */
  private static final Set<String> FRAMED = Set.of("TCP", "TLS");

  private static final int MOST_PORT = 65_535;

  private Malformations() {}

  /** The status that says what is wrong with the request; empty when nothing is. */
  static OptionalInt in(Request request) {
    for (Iterator<?> lines = ((SIPRequest) request).getUnrecognizedHeaders(); lines.hasNext(); ) {
      String name = StrictParser.fieldName((String) lines.next());
      if (name.equals(StrictParser.VERSION)) {
        return OptionalInt.of(Response.VERSION_NOT_SUPPORTED);
      }
      if (MATTER.contains(name) || name.equals(StrictParser.UNFRAMED) && isOnAStream(request)) {
        return OptionalInt.of(Response.BAD_REQUEST);
      }
    }
    if (isInUnknownCharset((SIPRequest) request)) {
      return OptionalInt.of(Response.UNSUPPORTED_MEDIA_TYPE);
    }
    return hasBadValues((SIPRequest) request) || lacksHeaders(request)
        ? OptionalInt.of(Response.BAD_REQUEST)
        : OptionalInt.empty();
  }

  private static boolean hasBadValues(SIPRequest request) {
    return hasBadScheme(request.getRequestURI())
        || hasBadScheme(((HeaderAddress) request.getFrom()).getAddress().getURI())
        || hasBadScheme(((HeaderAddress) request.getTo()).getAddress().getURI())
        || isWithoutUser(request.getRequestURI())
        || isWithoutUser(((HeaderAddress) request.getTo()).getAddress().getURI())
        || request.getCSeq().getSeqNumber() > MOST_CSEQ
        || request.getTopmostVia().getPort() > MOST_PORT
        || lacksValue((ParametersHeader) request.getFrom())
        || lacksValue((ParametersHeader) request.getTo())
        || contacts(request).stream().anyMatch(Malformations::isBad);
  }

  /** Where messages follow each other, only Content-Length tells one from the next. */
  private static boolean isOnAStream(Request request) {
    return FRAMED.contains(
        ((SIPRequest) request).getTopmostVia().getTransport().toUpperCase(Locale.ROOT));
  }

  /** Whether a parameter ends at its equals sign, or a tag has none: the container trips on it. */
  private static boolean lacksValue(ParametersHeader header) {
    for (Iterator<String> names = header.getParameterNames(); names.hasNext(); ) {
      String name = names.next();
      String value = header.getParameter(name);
      if (value == null || value.isEmpty() && name.equalsIgnoreCase("tag")) {
        return true;
      }
    }
    return false;
  }

  /** Whether the container would fail to read the body as text, and print that it did. */
  private static boolean isInUnknownCharset(SIPRequest request) {
    ContentType type = request.getContentTypeHeader();
    String charset = type == null ? null : type.getParameter("charset");
    try {
      return charset != null && !Charset.isSupported(charset.replace("\"", ""));
    } catch (IllegalArgumentException e) {
      return true; // No name that a charset could have.
    }
  }

  /** Whether the container would give up on it later, with a trace in the log. */
  private static boolean lacksHeaders(Request request) {
    try {
      ((SIPRequest) request).checkHeaders();
      return false;
    } catch (ParseException e) {
      return true;
    }
  }

  private static List<Contact> contacts(Request request) {
    ContactList list = ((SIPRequest) request).getContactHeaders();
    return list == null ? List.of() : list;
  }

  /** The asterisk has neither brackets nor parameters (RFC 3261 25.1), and ports end at 65535. */
  private static boolean isBad(Contact contact) {
    if (contact.isWildCard()) {
      return contact.getParameterNames().hasNext();
    }
    return lacksValue(contact)
        || contact.getAddress() == null
        || hasBadScheme(contact.getAddress().getURI())
        || (contact.getAddress().getURI() instanceof SipUri uri && uri.getPort() > MOST_PORT);
  }

  private static boolean hasBadScheme(URI uri) {
    return uri == null || uri.getScheme() == null || !SCHEME.matcher(uri.getScheme()).matches();
  }

  /** Whether there is an at sign and nothing before it; the container writes "null" there. */
  private static boolean isWithoutUser(URI uri) {
    return uri instanceof SipUri sip
        && sip.getAuthority() != null
        && sip.getAuthority().getUserInfo() != null
        && (sip.getUser() == null || sip.getUser().isEmpty());
  }
}
