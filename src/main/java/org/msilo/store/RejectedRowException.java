package org.msilo.store;

/** The database is well, but refused one of the rows: done alone, the others may succeed. */
public final class RejectedRowException extends MessageStoreException {
  private static final long serialVersionUID = 1L;

  public RejectedRowException(String message, Throwable cause) {
    super(message, cause);
  }
}
