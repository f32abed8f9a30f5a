package org.msilo.message;

/**
 * One header field as it came.
 *
 * @param name field name
 * @param value field value, on one line
 */
public record Header(String name, String value) {
  public Header {
    if (name.isEmpty() || hasLineBreak(name) || hasLineBreak(value)) {
      throw new IllegalArgumentException("a header field is one line with a name: " + name);
    }
  }

  private static boolean hasLineBreak(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }

  /** Characters of the field on the wire: name, colon, blank, value, line end. */
  public int length() {
    return name.length() + value.length() + 4;
  }
}
