package org.msilo.auth;

/** Credentials that do not follow RFC 7616 3.4; the text says what is wrong and quotes nothing. */
public final class MalformedCredentialsException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedCredentialsException(String message) {
    super(message);
  }
}
