package org.msilo.store;

/**
 * The store could not do its work: it is full, closing, or the database failed. Nothing was kept.
 */
public class MessageStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MessageStoreException(String message) {
    super(message);
  }

  public MessageStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
