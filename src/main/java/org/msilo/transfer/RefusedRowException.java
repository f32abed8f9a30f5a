package org.msilo.transfer;

/** A row or message does not fit where it is to go; the text says why. */
final class RefusedRowException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_QUOTE = 60;

  RefusedRowException(String message) {
    super(message);
  }

  /** With the text that is at fault, cut, and without what would disturb a terminal. */
  RefusedRowException(String message, String culprit) {
    this(message + ": \"" + quoted(culprit) + "\"");
  }

  private static String quoted(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > LONGEST_QUOTE ? plain.substring(0, LONGEST_QUOTE) + "..." : plain;
  }
}
