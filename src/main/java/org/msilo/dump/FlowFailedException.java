package org.msilo.dump;

/** The connection that a binding was learned over is gone, and there is no other way to it. */
public final class FlowFailedException extends SendFailedException {
  private static final long serialVersionUID = 1L;

  public FlowFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
