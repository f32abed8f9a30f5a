package org.msilo.message;

import java.util.Optional;

/**
 * The generic parameters behind a header field's value, such as {@code ;reg-id=1;+sip.instance="…"}
 * (RFC 3261 25.1); immutable.
 *
 * @param text the parameters as written, each behind its semicolon, or ""
 */
record HeaderParameters(String text) {

  /** The value of the parameter of this name, names compared without case, quotes taken off. */
  Optional<String> value(String name) {
    int from = 0;
    while (from < text.length()) {
      int end = endOfParameter(from);
      String[] parts = text.substring(from, end).split("=", 2);
      if (parts.length == 2 && parts[0].strip().equalsIgnoreCase(name)) {
        return Optional.of(unquoted(parts[1].strip()));
      }
      from = end + 1;
    }
    return Optional.empty();
  }

  /** The next semicolon that is in no quoted string. */
  private int endOfParameter(int from) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ';' && !quoted) {
        return i;
      }
    }
    return text.length();
  }

  private static String unquoted(String value) {
    return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
        : value;
  }
}
