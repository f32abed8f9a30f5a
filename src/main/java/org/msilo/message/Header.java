package org.msilo.message;

/**
 * One header field as it came.
 *
 * @param name field name
 * @param value field value, on one line
 */
public record Header(String name, String value) {
  public Header {
    if (name.isEmpty() || name.indexOf('\n') >= 0 || value.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a header field is one line with a name: " + name);
    }
  }

  /** Characters of the field on the wire: name, colon, blank, value, line end. */
  public int length() {
    return name.length() + value.length() + 4;
  }
}
