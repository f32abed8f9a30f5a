package org.msilo.dump;

/** No request can be made of a stored message, to whatever binding. */
public final class UnsendableMessageException extends SendFailedException {
  private static final long serialVersionUID = 1L;

  public UnsendableMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
