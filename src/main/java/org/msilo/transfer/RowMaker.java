package org.msilo.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.OptionalInt;
import org.msilo.message.NameAddr;
import org.msilo.message.OfflineMessage;
import org.msilo.message.SipUri;

/**
 * Writes messages as rows that Kamailio can deliver. Display names have no place there: its columns
 * hold URIs. Thread-safe.
 */
final class RowMaker {
  /**
   * Kamailio builds the header fields of a message in 1024 bytes, and lets a whole mailbox wait
   * when one message does not fit.
   */
  private static final int MOST_HEADER_BYTES = 1024;

  /** "Content-Type: " with its line end, "Contact: <>" with its, and Date. */
  private static final int OTHER_HEADER_BYTES = 16 + 13 + 39;

  private final SiloShape shape;

  RowMaker(SiloShape shape) {
    this.shape = shape;
  }

  /**
   * The row of a message; the table gives it its id.
   *
   * @throws RefusedRowException when a column is too short for it
   */
  SiloRow row(OfflineMessage message) throws RefusedRowException {
    SipUri mailbox = SipUri.parse(message.mailbox().toUri()).orElseThrow();
    SiloRow row =
        new SiloRow(
            0,
            NameAddr.uriOf(message.from()),
            NameAddr.uriOf(message.to()),
            mailbox.user().orElseThrow(),
            mailbox.host(),
            message.requestUri(),
            message.receivedAt().getEpochSecond(),
            message.expiresAt().getEpochSecond(),
            0,
            message.body().contentType().orElse(""),
            message.body().bytes(),
            ExtraHeaders.format(message.headers()),
            message.origin().callId());
    check(row);
    return row;
  }

  private void check(SiloRow row) throws RefusedRowException {
    checkText(Column.SOURCE, row.source());
    checkText(Column.DESTINATION, row.destination());
    checkText(Column.USERNAME, row.username());
    checkText(Column.DOMAIN, row.domain());
    checkText(Column.REQUEST_URI, row.requestUri());
    checkText(Column.CONTENT_TYPE, row.contentType());
    checkText(Column.CALL_ID, row.callId());
    int extra = row.extraHeaders().getBytes(UTF_8).length;
    checkLength(Column.EXTRA_HEADERS, extra);
    checkLength(Column.BODY, row.body().length);
    int all = OTHER_HEADER_BYTES + row.contentType().length() + row.source().length() + extra;
    if (all >= MOST_HEADER_BYTES) {
      throw new RefusedRowException(
          "its header fields take %d bytes, and Kamailio delivers fewer than %d"
              .formatted(all, MOST_HEADER_BYTES));
    }
  }

  private void checkText(Column column, String text) throws RefusedRowException {
    checkLength(column, text.length());
  }

  private void checkLength(Column column, int length) throws RefusedRowException {
    OptionalInt limit = shape.limitOf(column);
    if (limit.isPresent() && length > limit.getAsInt()) {
      throw new RefusedRowException(
          "it is too long for the column %s: %d, and there is room for %d"
              .formatted(shape.nameOf(column), length, limit.getAsInt()));
    }
  }
}
