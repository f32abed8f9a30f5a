package org.msilo.auth;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The parameters behind the scheme of a credentials header field: {@code name=value}, separated by
 * commas, values as tokens or quoted strings (RFC 3261 25.1). What does not follow the grammar, is
 * there twice or is out of bounds is refused. For one reading, by one thread.
 */
final class AuthParameters {
  /** Characters of all parameters together; SHA-256 credentials have some 400. */
  private static final int LONGEST = 4096;

  private static final int MOST = 32;
  private static final String TOKEN_MARKS = "-.!%*_+`'~";

  private final String text;
  private final int[] position = {0};

  AuthParameters(String text) {
    this.text = text;
  }

  /** All of them by lower-case name, quoted strings without quotes and escapes. */
  Map<String, String> read() throws MalformedCredentialsException {
    if (text.length() > LONGEST) {
      throw new MalformedCredentialsException("more than " + LONGEST + " characters");
    }
    Map<String, String> parameters = new HashMap<>();
    do {
      skipBlanks();
      String name = token().toLowerCase(Locale.ROOT);
      skipBlanks();
      take('=');
      skipBlanks();
      String value = at('"') ? quoted() : token();
      if (parameters.put(name, value) != null) {
        throw new MalformedCredentialsException("a parameter is there twice");
      }
      if (parameters.size() > MOST) {
        throw new MalformedCredentialsException("more than " + MOST + " parameters");
      }
      skipBlanks();
    } while (takesComma());
    return parameters;
  }

  /** Whether there is another parameter; anything else but the end is wrong. */
  private boolean takesComma() throws MalformedCredentialsException {
    if (position[0] == text.length()) {
      return false;
    }
    take(',');
    return true;
  }

  private void skipBlanks() {
    while (at(' ') || at('\t') || at('\r') || at('\n')) {
      position[0]++;
    }
  }

  private boolean at(char c) {
    return position[0] < text.length() && text.charAt(position[0]) == c;
  }

  private void take(char c) throws MalformedCredentialsException {
    if (!at(c)) {
      throw new MalformedCredentialsException("'" + c + "' expected");
    }
    position[0]++;
  }

  private String token() throws MalformedCredentialsException {
    int start = position[0];
    while (position[0] < text.length() && isTokenCharacter(text.charAt(position[0]))) {
      position[0]++;
    }
    if (position[0] == start) {
      throw new MalformedCredentialsException("a token expected");
    }
    return text.substring(start, position[0]);
  }

  private static boolean isTokenCharacter(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || TOKEN_MARKS.indexOf(c) >= 0;
  }

  private String quoted() throws MalformedCredentialsException {
    StringBuilder value = new StringBuilder();
    take('"');
    while (!at('"')) {
      if (at('\\')) {
        position[0]++;
      }
      value.append(next());
    }
    take('"');
    return value.toString();
  }

  private char next() throws MalformedCredentialsException {
    if (position[0] == text.length()) {
      throw new MalformedCredentialsException("a quoted string does not end");
    }
    char c = text.charAt(position[0]++);
    if (Character.isISOControl(c)) {
      throw new MalformedCredentialsException("a control character in a quoted string");
    }
    return c;
  }
}
