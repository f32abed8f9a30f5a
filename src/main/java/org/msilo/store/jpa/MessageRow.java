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
  private String senderContact;
  private String nextHop;
  private Instant receivedAt;
  private Instant expiresAt;

  /** For Jakarta Persistence. */
  protected MessageRow() {}

  static MessageRow of(OfflineMessage message) {
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
    row.headers =
        message.headers().stream()
            .map(h -> h.name() + ": " + h.value())
            .collect(Collectors.joining("\n"));
    row.body = message.body().bytes();
    row.senderContact = message.senderContact().orElse(null);
    row.nextHop = message.nextHop().orElse(null);
    row.receivedAt = message.receivedAt();
    row.expiresAt = message.expiresAt();
    return row;
  }

  OfflineMessage toMessage() {
    return new OfflineMessage(
        new MessageId(id),
        AddressOfRecord.ofCanonical(mailbox),
        requestUri,
        fromAddress,
        toAddress,
        new MessageOrigin(callId, cseq, fromTag),
        headers.lines().filter(MessageRow::isHeader).map(MessageRow::header).toList(),
        new MessageBody(Optional.ofNullable(contentType), body),
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
