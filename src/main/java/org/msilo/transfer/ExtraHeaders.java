package org.msilo.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.msilo.message.Header;

/** The column extra_hdrs: header fields as they stood in the request, with their line ends. */
final class ExtraHeaders {
  private static final Pattern FOLD = Pattern.compile("\\r?\\n[ \\t]+");
  private static final Pattern LINE_END = Pattern.compile("[\\r\\n\\x00]+");

  /** A token and its value (RFC 3261 25.1). */
  private static final Pattern FIELD =
      Pattern.compile("([A-Za-z0-9.!%*_+`'~-]+)[ \\t]*:[ \\t]*+((?:.*[^ \\t])?)[ \\t]*");

  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

  /** Fields of one hop or one transaction, and those msilo writes itself when it delivers. */
  private static final Set<String> NOT_TAKEN =
      Set.of(
          "via",
          "v",
          "from",
          "f",
          "to",
          "t",
          "call-id",
          "i",
          "cseq",
          "contact",
          "m",
          "max-forwards",
          "route",
          "record-route",
          "path",
          "service-route",
          "content-length",
          "l",
          "content-type",
          "c",
          "expires",
          "authorization",
          "proxy-authorization",
          "proxy-require");

  private static final String OWN_MARKS = "x-msilo-";

  private ExtraHeaders() {}

  /**
   * Reads the column.
   *
   * @throws RefusedRowException when a line is no header field
   */
  static List<Header> parse(String text) throws RefusedRowException {
    List<Header> headers = new ArrayList<>();
    for (String line : LINE_END.split(FOLD.matcher(text).replaceAll(" "))) {
      if (line.isBlank()) {
        continue;
      }
      Matcher field = FIELD.matcher(line);
      if (!field.matches() || CONTROL.matcher(line).find()) {
        throw new RefusedRowException("extra_hdrs has a line that is no header field", line);
      }
      if (isTaken(field.group(1))) {
        headers.add(new Header(field.group(1), field.group(2)));
      }
    }
    return headers;
  }

  private static boolean isTaken(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !NOT_TAKEN.contains(lower) && !lower.startsWith(OWN_MARKS);
  }

  /** Writes the column; without Date, which Kamailio makes of the time of receipt. */
  static String format(List<Header> headers) {
    return headers.stream()
        .filter(header -> !header.name().equalsIgnoreCase("Date"))
        .map(header -> header.name() + ": " + header.value() + "\r\n")
        .collect(Collectors.joining());
  }
}
