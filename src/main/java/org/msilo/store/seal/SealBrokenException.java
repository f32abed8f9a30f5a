package org.msilo.store.seal;

/** Sealed content was changed, or moved to another row. */
public final class SealBrokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SealBrokenException(String message, Throwable cause) {
    super(message, cause);
  }
}
