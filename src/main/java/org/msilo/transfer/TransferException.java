package org.msilo.transfer;

/** The transfer cannot begin or go on; the text is one line that says why and what to do. */
public final class TransferException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean badArguments;

  private TransferException(String message, Throwable cause, boolean badArguments) {
    super(message, cause);
    this.badArguments = badArguments;
  }

  /** What was asked for makes no sense. */
  static TransferException badArguments(String message) {
    return new TransferException(message, null, true);
  }

  /** What was asked for cannot be done. */
  static TransferException cannotRun(String message, Throwable cause) {
    return new TransferException(message, cause, false);
  }

  boolean isBadArguments() {
    return badArguments;
  }
}
