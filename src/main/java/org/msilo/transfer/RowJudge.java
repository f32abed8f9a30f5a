package org.msilo.transfer;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.msilo.intake.StoragePolicy;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Header;
import org.msilo.message.MessageBody;
import org.msilo.message.MessageOrigin;
import org.msilo.message.NameAddr;
import org.msilo.message.OfflineMessage;
import org.msilo.message.SipUri;

/** Reads rows as the messages they were, as far as Kamailio would deliver them; for one thread. */
final class RowJudge {
  /** As much as the column of bodies holds. */
  static final int MOST_BODY_BYTES = 1_048_576;

  /** The end of the year 9999: a column may hold more seconds than any calendar has. */
  private static final long LATEST = 253_402_300_799L;

  private static final String IS_COMPOSING = "application/im-iscomposing+xml";

  /** What the module of 2003 took for granted, and wrote for message/cpim, too. */
  private static final String DEFAULT_TYPE = "text/plain";

  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>\"]+");
  private static final Pattern MEDIA_TYPE = Pattern.compile("[^\\s/;]+/[^\\s/;]+[ \\t]*(;.*)?");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final Clock clock;
  private final ReceiptIds ids = new ReceiptIds();

  RowJudge(Clock clock) {
    this.clock = clock;
  }

  Verdict judge(SiloRow row, RowKey key) {
    // It deletes what has exp_time <= now, and dumps what has snd_time = 0.
    if (row.expiresAt() <= clock.instant().getEpochSecond()) {
      return Verdict.skip(Outcome.EXPIRED);
    }
    if (row.remindAt() != 0) {
      return Verdict.skip(Outcome.REMINDER);
    }
    try {
      OfflineMessage message = message(row, key);
      return message.body().mediaType().equals(IS_COMPOSING)
          ? Verdict.skip(Outcome.TYPING)
          : Verdict.take(message);
    } catch (RefusedRowException e) {
      return Verdict.refuse(e.getMessage());
    }
  }

  private OfflineMessage message(SiloRow row, RowKey key) throws RefusedRowException {
    String requestUri = requestUri(row);
    Instant receivedAt = receivedAt(row);
    List<Header> headers = ExtraHeaders.parse(row.extraHeaders());
    String from = address("src_addr", row.source());
    String to = address("dst_addr", row.destination());
    checkLength(headers, from.length() + to.length() + row.contentType().length());
    return new OfflineMessage(
        ids.next(receivedAt, key),
        AddressOfRecord.parse(requestUri).orElseThrow(),
        requestUri,
        from,
        to,
        // Of CSeq and From tag the table has nothing; one Call-ID may have many messages.
        new MessageOrigin("import-" + key.name(), 1, ""),
        headers,
        body(row),
        receivedAt,
        Instant.ofEpochSecond(Math.min(row.expiresAt(), LATEST)),
        Optional.empty(),
        Optional.empty());
  }

  /** The mailbox: its columns, else the R-URI of SER, else To, as the module of 2003 did. */
  private static String requestUri(SiloRow row) throws RefusedRowException {
    if (!row.username().isEmpty()) {
      String uri = "sip:" + row.username() + "@" + row.domain();
      return AddressOfRecord.parse(uri)
          .filter(aor -> !CONTROL.matcher(uri).find() && uri.indexOf(' ') < 0)
          .map(AddressOfRecord::toUri)
          .orElseThrow(() -> new RefusedRowException("username and domain are no mailbox", uri));
    }
    String uri = NameAddr.uriOf(row.requestUri().isEmpty() ? row.destination() : row.requestUri());
    if (!isUri(uri) || AddressOfRecord.parse(uri).isEmpty()) {
      throw new RefusedRowException("no mailbox in it", uri);
    }
    return uri;
  }

  /** A moment that has been; without one, Kamailio sends no Date, and here it is now. */
  private Instant receivedAt(SiloRow row) {
    Instant now = clock.instant();
    return row.receivedAt() > 0 && row.receivedAt() <= now.getEpochSecond()
        ? Instant.ofEpochSecond(row.receivedAt())
        : now;
  }

  /** A bare URI gets brackets: its parameters are its own, not the header's (RFC 3261 20.10). */
  private static String address(String column, String text) throws RefusedRowException {
    boolean bare = text.indexOf('<') < 0;
    String uri = bare ? text : NameAddr.uriOf(text);
    boolean sip = uri.regionMatches(true, 0, "sip", 0, 3);
    if (!isUri(uri) || CONTROL.matcher(text).find() || (sip && SipUri.parse(uri).isEmpty())) {
      throw new RefusedRowException(column + " is no address", text);
    }
    return bare ? "<" + uri + ">" : text.substring(0, text.lastIndexOf('>') + 1);
  }

  private static boolean isUri(String text) {
    return URI.matcher(text).matches() && !CONTROL.matcher(text).find();
  }

  private static MessageBody body(SiloRow row) throws RefusedRowException {
    String type = row.contentType().isEmpty() ? DEFAULT_TYPE : row.contentType();
    if (!MEDIA_TYPE.matcher(type).matches() || CONTROL.matcher(type).find()) {
      throw new RefusedRowException("ctype is no media type", type);
    }
    if (row.body().length > MOST_BODY_BYTES) {
      throw new RefusedRowException("the body has more than " + MOST_BODY_BYTES + " bytes");
    }
    return new MessageBody(Optional.of(type), row.body());
  }

  private static void checkLength(List<Header> headers, int others) throws RefusedRowException {
    int characters = others + headers.stream().mapToInt(Header::length).sum();
    if (characters > StoragePolicy.MAX_HEADER_CHARACTERS) {
      throw new RefusedRowException(
          "its header fields have %d characters, more than the %d that are kept"
              .formatted(characters, StoragePolicy.MAX_HEADER_CHARACTERS));
    }
  }
}
