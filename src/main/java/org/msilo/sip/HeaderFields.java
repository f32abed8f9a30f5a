package org.msilo.sip;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.servlet.sip.Address;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import org.msilo.message.HeaderParameters;

/**
 * Reads header fields. Values of parameters are taken from the text: the container takes them for
 * parts of a URI, decodes them, and never comes back from one that ends with a percent sign, as a
 * tag may (RFC 3261 25.1).
 */
final class HeaderFields {
  private HeaderFields() {}

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

  /** Whether a value has a parameter of this name, be it one without a value. */
  static boolean hasParameter(Parameterable value, String name) {
    boolean found = false;
    for (Iterator<String> names = value.getParameterNames(); names.hasNext(); ) {
      found |= names.next().equalsIgnoreCase(name);
    }
    return found;
  }

  /** The number of the CSeq. */
  static long cseq(SipServletRequest request) throws BadRequestException {
    try {
      return Long.parseLong(firstWord(request.getHeader("CSeq").strip()));
    } catch (NumberFormatException e) {
      throw new BadRequestException(StatusCodes.BAD_REQUEST, "CSeq is no number");
    }
  }

  /** The tag of From, or "". */
  static String fromTag(SipServletRequest request) {
    return HeaderParameters.of(request.getHeader("From")).value("tag").orElse("");
  }

  private static String firstWord(String text) {
    int end = 0;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }
}
