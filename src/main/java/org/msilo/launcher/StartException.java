package org.msilo.launcher;

/** The server could not start; the message says why and what to do, on one line. */
public class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  public StartException(String message) {
    super(message);
  }

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
