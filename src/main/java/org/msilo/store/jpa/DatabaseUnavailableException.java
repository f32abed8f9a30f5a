package org.msilo.store.jpa;

/** The database cannot be used at start; the text names the cause and the remedy. */
public final class DatabaseUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one line for the operator, without secrets
   */
  public DatabaseUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
