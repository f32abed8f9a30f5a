package org.msilo.users;

/** The command cannot be done; the text is one line that says why and what to do. */
final class UserCommandException extends Exception {
  private static final long serialVersionUID = 1L;

  UserCommandException(String message) {
    super(message);
  }
}
