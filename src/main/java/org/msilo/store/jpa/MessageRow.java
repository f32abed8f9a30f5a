package org.msilo.store.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Header;
import org.msilo.message.MessageBody;
import org.msilo.message.MessageId;
import org.msilo.message.MessageOrigin;
import org.msilo.message.OfflineMessage;
import org.msilo.store.seal.Content;
import org.msilo.store.seal.KeyRing;
import org.msilo.store.seal.Place;
import org.msilo.store.seal.SealBrokenException;
import org.msilo.store.seal.Sealed;

/** One stored message as a row; never leaves this package. */
@Entity(name = "Message")
@Table(name = "message")
class MessageRow {
  static final short WAITING = 0;
  static final short REFUSED = 1;

  @Id private long id;
  private String mailbox;
  private short state;
  private Short refusedStatus;
  private String refusedReason;
  private int attempts;
  private Short lastStatus;
  private Instant nextAttemptAt;
  private String requestUri;
  private String fromAddress;
  private String toAddress;
  private String callId;
  private long cseq;
  private String fromTag;
  private byte[] originKey;
  private String contentType;
  private String headers;
  private byte[] body;
  private String keyId;
  private String senderContact;
  private String nextHop;
  private Instant receivedAt;
  private Instant expiresAt;

  /** For Jakarta Persistence. */
  protected MessageRow() {}

  /**
   * @param keys seal the content, if there are any
   */
  static MessageRow of(OfflineMessage message, KeyRing keys) {
    MessageRow row = new MessageRow();
    row.id = message.id().value();
    row.mailbox = message.mailbox().toString();
    row.state = WAITING;
    row.requestUri = message.requestUri();
    row.fromAddress = message.from();
    row.toAddress = message.to();
    row.callId = message.origin().callId();
    row.cseq = message.origin().cseq();
    row.fromTag = message.origin().fromTag();
    row.originKey = originKey(message);
    row.contentType = message.body().contentType().orElse(null);
    row.senderContact = message.senderContact().orElse(null);
    row.nextHop = message.nextHop().orElse(null);
    row.receivedAt = message.receivedAt();
    row.expiresAt = message.expiresAt();
    String headers =
        message.headers().stream()
            .map(h -> h.name() + ": " + h.value())
            .collect(Collectors.joining("\n"));
    row.fill(new Content(headers, message.body().bytes()), keys);
    return row;
  }

  private void fill(Content content, KeyRing keys) {
    if (keys.current().isEmpty()) {
      headers = content.headers();
      body = content.body();
      keyId = null;
    } else {
      Sealed sealed = keys.seal(place(), content);
      headers = "";
      body = sealed.bytes();
      keyId = sealed.keyId();
    }
  }

  private Content content(KeyRing keys) {
    return keyId == null ? new Content(headers, body) : keys.open(place(), new Sealed(keyId, body));
  }

  private Place place() {
    return new Place(id, mailbox);
  }

  /**
   * Seals the content with the current key.
   *
   * @throws SealBrokenException if it is not what was sealed
   */
  void seal(KeyRing keys) {
    fill(content(keys), keys);
  }

  /**
   * The message, opened with the key of this row, which must be there.
   *
   * @throws SealBrokenException if the content is not what was sealed
   */
  OfflineMessage toMessage(KeyRing keys) {
    return toMessage(content(keys));
  }

  /** The message without its content. */
  OfflineMessage outline() {
    return toMessage(new Content("", new byte[0]));
  }

  private OfflineMessage toMessage(Content content) {
    return new OfflineMessage(
        new MessageId(id),
        AddressOfRecord.ofCanonical(mailbox),
        requestUri,
        fromAddress,
        toAddress,
        new MessageOrigin(callId, cseq, fromTag),
        content.headers().lines().filter(MessageRow::isHeader).map(MessageRow::header).toList(),
        new MessageBody(Optional.ofNullable(contentType), content.body()),
        receivedAt,
        expiresAt,
        Optional.ofNullable(senderContact),
        Optional.ofNullable(nextHop));
  }

  /** A line that somebody else spoilt must not keep the whole mailbox from being read. */
  private static boolean isHeader(String line) {
    return line.indexOf(':') > 0;
  }

  private static Header header(String line) {
    int colon = line.indexOf(':');
    return new Header(line.substring(0, colon), line.substring(colon + 1).strip());
  }

  long id() {
    return id;
  }

  MailKey key() {
    return new MailKey(mailbox, id);
  }

  /** Id of the key it is sealed with; null if it is not. */
  String keyId() {
    return keyId;
  }

  byte[] body() {
    return body;
  }

  boolean isWaiting() {
    return state == WAITING;
  }

  String mailbox() {
    return mailbox;
  }

  /** Bytes that count against the mailbox's quota: those of the body and of the header fields. */
  long size() {
    return body.length + (long) headers.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The origin key in a form that hashes and compares by content. */
  ByteBuffer originKey() {
    return ByteBuffer.wrap(originKey);
  }

  private static byte[] originKey(OfflineMessage message) {
    MessageOrigin origin = message.origin();
    return KeyHash.of(
        String.join(
            "\n",
            message.mailbox().toString(),
            origin.callId(),
            Long.toString(origin.cseq()),
            origin.fromTag()));
  }
}
