package org.msilo.dump;

/**
 * A message could not be sent at all: no route, no such transport, or a contact that is no address.
 */
public class SendFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SendFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
