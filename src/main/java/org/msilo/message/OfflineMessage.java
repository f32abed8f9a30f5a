package org.msilo.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One MESSAGE that waits for its recipient; immutable.
 *
 * @param id identity and place in the order of receipt
 * @param mailbox whose message it is
 * @param requestUri the Request-URI that {@code mode} chose
 * @param from From with display name, without tag
 * @param to To with display name, without tag
 * @param origin what identifies the request it came in
 * @param headers the other end-to-end header fields, in order
 * @param body content
 * @param receivedAt when it came
 * @param expiresAt from when on it must not be delivered any more
 * @param senderContact where notices to him may go: the Contact URI of the sender's request, else
 *     its From URI; empty if the request came from elsewhere
 * @param nextHop SIP URI of the outbound proxy for this message, if one was chosen for it
 */
public record OfflineMessage(
    MessageId id,
    AddressOfRecord mailbox,
    String requestUri,
    String from,
    String to,
    MessageOrigin origin,
    List<Header> headers,
    MessageBody body,
    Instant receivedAt,
    Instant expiresAt,
    Optional<String> senderContact,
    Optional<String> nextHop) {

  private static final int LARGEST_DATAGRAM = 1300;

  /** Bytes of what any MESSAGE of ours has besides: request line, Via, Call-ID and the like. */
  private static final int USUAL_HEADERS = 550;

  public OfflineMessage {
    headers = List.copyOf(headers);
  }

  public boolean isExpiredAt(Instant moment) {
    return !moment.isBefore(expiresAt);
  }

  /**
   * Whether it is too large for a datagram, as far as can be told before it is sent: then the
   * bindings come first that have a transport with congestion control (RFC 3428 8).
   */
  public boolean isLarge() {
    int bytes = USUAL_HEADERS + from.length() + to.length() + body.bytes().length;
    for (Header header : headers) {
      bytes += header.name().length() + header.value().length() + ": \r\n".length();
    }
    return bytes > LARGEST_DATAGRAM;
  }

  /** The address-of-record it comes from, if its From names one. */
  public Optional<AddressOfRecord> sender() {
    return AddressOfRecord.parse(NameAddr.uriOf(from));
  }

  /** The first value of a kept header field, names compared without case. */
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(h -> h.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }
}
