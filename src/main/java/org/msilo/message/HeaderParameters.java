package org.msilo.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The generic parameters behind a header field's value, such as {@code ;reg-id=1;+sip.instance="…"}
 * (RFC 3261 25.1); immutable. They are no part of a URI: a percent sign in them is one.
 *
 * @param text the parameters as written, each behind its semicolon, or ""
 */
public record HeaderParameters(String text) {

  /** Those behind the address in a value of From, To or Contact (RFC 3261 20.10). */
  public static HeaderParameters of(String nameAddr) {
    return new HeaderParameters(NameAddr.behindUri(nameAddr));
  }

  /** The value of the parameter of this name, names compared without case, quotes taken off. */
  public Optional<String> value(String name) {
    for (String parameter : each()) {
      String[] parts = parameter.split("=", 2);
      if (parts.length == 2 && parts[0].strip().equalsIgnoreCase(name)) {
        return Optional.of(unquoted(parts[1].strip()));
      }
    }
    return Optional.empty();
  }

  /**
   * All but these, as they were written.
   *
   * @param names in lower case
   */
  public HeaderParameters without(Set<String> names) {
    StringBuilder rest = new StringBuilder();
    for (String parameter : each()) {
      String name = parameter.split("=", 2)[0].strip().toLowerCase(Locale.ROOT);
      if (!name.isEmpty() && !names.contains(name)) {
        rest.append(';').append(parameter.strip());
      }
    }
    return new HeaderParameters(rest.toString());
  }

  private List<String> each() {
    List<String> parameters = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int end = endOfParameter(from);
      parameters.add(text.substring(from, end));
      from = end + 1;
    }
    return parameters;
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
