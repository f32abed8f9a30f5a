package org.msilo.message;

/** The name-addr and addr-spec forms of From and To (RFC 3261 20.10). */
public final class NameAddr {
  private NameAddr() {}

  /** The URI in a From or To value, without the angle brackets, display name and parameters. */
  public static String uriOf(String nameAddr) {
    int open = openingBracket(nameAddr);
    int close = nameAddr.indexOf('>', open + 1);
    if (open >= 0 && close > open) {
      return nameAddr.substring(open + 1, close).strip();
    }
    // Without brackets, parameters belong to the header, not to the URI.
    return nameAddr.split(";", 2)[0].strip();
  }

  /** What follows the address in it: parameters of the header field, or "". */
  static String behindUri(String nameAddr) {
    int open = openingBracket(nameAddr);
    int close = nameAddr.indexOf('>', open + 1);
    if (open >= 0 && close > open) {
      return nameAddr.substring(close + 1).strip();
    }
    int semicolon = nameAddr.indexOf(';');
    return semicolon < 0 ? "" : nameAddr.substring(semicolon).strip();
  }

  /** Where the URI begins, past a quoted display name that may hold brackets itself; or -1. */
  private static int openingBracket(String nameAddr) {
    boolean quoted = false;
    for (int i = 0; i < nameAddr.length(); i++) {
      char c = nameAddr.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '<' && !quoted) {
        return i;
      }
    }
    return -1;
  }
}
