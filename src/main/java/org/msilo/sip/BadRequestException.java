package org.msilo.sip;

import org.msilo.message.Header;

/** A request that cannot be served as it is; carries the status code and headers that say so. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Header[] headers;

  BadRequestException(int status, String message, Header... headers) {
    super(message);
    this.status = status;
    this.headers = headers.clone();
  }

  int status() {
    return status;
  }

  Header[] headers() {
    return headers.clone();
  }
}
