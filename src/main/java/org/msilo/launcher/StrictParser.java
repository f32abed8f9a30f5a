package org.msilo.launcher;

import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sip.header.HeaderAddress;

/**
 * The container's parser, made to hide no fault. It takes the first of two Call-IDs in silence and
 * fails with whatever exception comes its way; here a second value is kept as a line that could not
 * be parsed, which {@link Malformations} finds, and all failures are ParseExceptions. Thread-safe.
 */
final class StrictParser extends StringMsgParser {
  /** More than any message that is taken; the container makes room for what is announced. */
  private static final int MOST_BODY_BYTES = 16 << 20;

  /** Stands for the version of a request line as if it were a header field. */
  static final String VERSION = "sip-version";

  /** Stands for a Request-URI that cannot be read, as if it were a header field. */
  static final String REQUEST_URI = "request-uri";

  /** An IPv6 address that lacks its brackets (RFC 5118 4.2); the container would add them. */
  private static final Pattern BARE_IPV6 =
      Pattern.compile("(?i)\\S+\\s+sips?:([^@\\s]*@)?[^\\s@\\[\\];?>]*:[^\\s@\\[\\];?>]*:.*");

  /** Stands for a body whose length is not said, as if it were a header field. */
  static final String UNFRAMED = "body-without-length";

  static final String CONTENT_LENGTH = "content-length";

  /** Fields that a message has once at most (RFC 3261 7.3.1 and 20, RFC 4475 3.3.8 and 3.3.9). */
  private static final Set<String> SINGLE =
      Set.of(
          "from",
          "to",
          "call-id",
          "cseq",
          "max-forwards",
          CONTENT_LENGTH,
          "content-type",
          "expires");

  private static final Map<String, String> LONG_NAMES =
      Map.of("f", "from", "t", "to", "i", "call-id", "l", CONTENT_LENGTH, "c", "content-type");

  /** The name of the field in a header line, in lower case and the long form. */
  static String fieldName(String line) {
    int colon = line.indexOf(':');
    String name = (colon < 0 ? line : line.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
    return LONG_NAMES.getOrDefault(name, name);
  }

  @Override
  public SIPMessage parseSIPMessage(
      byte[] bytes, boolean readBody, boolean strict, ParseExceptionListener listener)
      throws ParseException {
    try {
      SIPMessage message = super.parseSIPMessage(bytes, readBody, strict, listener);
      if (message != null) {
        if (message.getApplicationData() == null && message.getContentTypeHeader() != null) {
          message.addUnparsed(UNFRAMED + ": ");
        }
        message.setApplicationData(null);
      }
      return message;
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  /** The container's own look at the version is without effect. */
  @Override
  protected SIPMessage processFirstLine(
      String line, ParseExceptionListener listener, byte[] message) throws ParseException {
    SIPMessage parsed = super.processFirstLine(line, listener, message);
    String version = line.strip().replaceFirst("(?s).*\\s", "");
    if (parsed instanceof SIPRequest && !version.equalsIgnoreCase("SIP/2.0")) {
      parsed.addUnparsed(VERSION + ": " + version);
    }
    if (parsed instanceof SIPRequest && BARE_IPV6.matcher(line.strip()).matches()) {
      parsed.addUnparsed(REQUEST_URI + ": ");
    }
    return parsed;
  }

  @Override
  protected void processHeader(
      String line, SIPMessage message, ParseExceptionListener listener, byte[] raw)
      throws ParseException {
    String name = fieldName(line);
    if (SINGLE.contains(name) && isThere(name, message)) {
      message.addUnparsed(line);
      return;
    }
    if (name.equals(CONTENT_LENGTH)) {
      message.setApplicationData(CONTENT_LENGTH);
    }
    try {
      super.processHeader(line, message, listener, raw);
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
    if (message.getContentLength() instanceof ContentLength length
        && length.getContentLength() > MOST_BODY_BYTES) {
      throw new ParseException("Content-Length is too large", 0);
    }
    if (message.getHeader(name) instanceof HeaderAddress address && address.getAddress() == null) {
      throw new ParseException(name + " has no address", 0);
    }
  }

  /** Each message is made with a Content-Length, so the first one that was sent is written down. */
  private static boolean isThere(String name, SIPMessage message) {
    return name.equals(CONTENT_LENGTH)
        ? message.getApplicationData() != null
        : message.getHeader(name) != null;
  }

  private static ParseException unreadable(RuntimeException cause) {
    ParseException exception = new ParseException("unreadable", 0);
    exception.initCause(cause);
    return exception;
  }
}
