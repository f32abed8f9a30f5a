package org.msilo.launcher;

import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Arrays;
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

  /** What separates words; not all that Unicode calls so. */
  private static final String WHITE_SPACE = " \t\n\u000b\f\r";

  /** What the stack calls the thread of its timer. */
  private static final String TIMER_THREAD = "DefaultSipTimerThread";

  private static final byte[] INVITE = "INVITE ".getBytes(StandardCharsets.US_ASCII);

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

  /**
   * Reads a message.
   *
   * @return null for the request of a transaction that ends now: the stack kept its bytes, and has
   *     it read again when Timer J or K fires, twice for Timer J, only to forget it
   */
  @Override
  public SIPMessage parseSIPMessage(
      byte[] bytes, boolean readBody, boolean strict, ParseExceptionListener listener)
      throws ParseException {
    if (listener == null && isOver(bytes)) {
      return null;
    }
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

  /** What was received has a listener or another thread; an INVITE has things to look up in it. */
  private static boolean isOver(byte[] request) {
    return Thread.currentThread().getName().equals(TIMER_THREAD)
        && !Arrays.equals(
            request, 0, Math.min(request.length, INVITE.length), INVITE, 0, INVITE.length);
  }

  /** The container's own look at the version is without effect. */
  @Override
  protected SIPMessage processFirstLine(
      String line, ParseExceptionListener listener, byte[] message) throws ParseException {
    SIPMessage parsed = super.processFirstLine(line, listener, message);
    if (parsed instanceof SIPRequest) {
      String bare = line.strip();
      String version = lastWord(bare);
      if (!version.equalsIgnoreCase("SIP/2.0")) {
        parsed.addUnparsed(VERSION + ": " + version);
      }
      if (hasColons(bare, 3) && BARE_IPV6.matcher(bare).matches()) {
        parsed.addUnparsed(REQUEST_URI + ": ");
      }
    }
    return parsed;
  }

  /** Whether there are at least so many: one for the scheme, two for an address of IPv6. */
  private static boolean hasColons(String line, int count) {
    int found = 0;
    for (int i = line.indexOf(':'); i >= 0 && found < count; i = line.indexOf(':', i + 1)) {
      found++;
    }
    return found == count;
  }

  private static String lastWord(String line) {
    int begin = line.length();
    while (begin > 0 && WHITE_SPACE.indexOf(line.charAt(begin - 1)) < 0) {
      begin--;
    }
    return line.substring(begin);
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
