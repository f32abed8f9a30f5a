package org.msilo.limit;

/** The bounds that requests can hit; each is counted by itself. */
public enum Limit {
  /** A body of more than {@code max_message_size}: 413. */
  MESSAGE_SIZE,
  /** More characters of header fields than are kept with a message: 413. */
  KEPT_HEADERS,
  /** A message for a mailbox that is full: 480. */
  MAILBOX_FULL,
  /** A stored message that was removed to make room ({@code when_full=drop_oldest}). */
  OLDEST_DROPPED,
  /** More than {@code sender_rate} from one address-of-record: 480. */
  SENDER_RATE,
  /** More than {@code source_rate} from one IP address: 480. */
  SOURCE_RATE,
  /** So much more than {@code source_rate} that the datagram was not read. */
  UNREAD,
  /** More header fields than {@code max_headers}: 400. */
  HEADERS,
  /** More bytes of header fields than {@code max_header_bytes}: 513. */
  HEADER_BYTES,
  /** More bindings of one address-of-record than {@code max_contacts}: 403. */
  CONTACTS,
  /** A notice that was not sent, for its goal had too many of late. */
  NOTICE_RATE,
  /** A connection more than {@code max_connections_per_source} from one IP address: closed. */
  CONNECTIONS,
  /** A connection that was silent ({@code idle_connection}) or too slow: closed. */
  IDLE_CONNECTIONS
}
