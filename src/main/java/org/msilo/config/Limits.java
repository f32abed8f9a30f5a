package org.msilo.config;

import java.util.Set;

/**
 * What one user, sender or address may ask of the server; 0 is no limit, where that is allowed.
 *
 * @param maxMessages messages in a mailbox; 0 for no limit
 * @param maxBytes bytes in a mailbox; 0 for no limit
 * @param whenFull what becomes of a message for a full mailbox
 * @param senderRate MESSAGEs a second from one address-of-record; 0 for no limit
 * @param sourceRate requests a second from one IP address; 0 for no limit
 * @param rateExempt IP addresses and blocks of them that have no rate
 * @param noticeRate notices a second to one place; 0 for no limit
 * @param maxContacts bindings of one address-of-record
 * @param maxHeaders header fields of a request
 * @param maxHeaderBytes bytes of all header fields of a request
 * @param maxConnections connections of one IP address; 0 for no limit
 * @param idleConnection seconds that a connection may be silent; 0 for ever
 */
public record Limits(
    int maxMessages,
    long maxBytes,
    WhenFull whenFull,
    int senderRate,
    int sourceRate,
    Set<String> rateExempt,
    int noticeRate,
    int maxContacts,
    int maxHeaders,
    int maxHeaderBytes,
    int maxConnections,
    int idleConnection) {

  private static final int MILLION = 1_000_000;
  private static final int LEAST_HEADERS = 10;
  private static final int MOST_HEADERS = 10_000;
  private static final int LEAST_HEADER_BYTES = 1024;
  private static final int MOST_HEADER_BYTES = 1_048_576;

  public Limits {
    rateExempt = Set.copyOf(rateExempt);
  }

  static Limits of(SettingValues values) {
    return new Limits(
        values.integer(Setting.MAX_MESSAGES, 0, Integer.MAX_VALUE),
        values.integer(Setting.MAX_BYTES, 0, Integer.MAX_VALUE),
        values.choice(Setting.WHEN_FULL, WhenFull.class),
        values.integer(Setting.SENDER_RATE, 0, MILLION),
        values.integer(Setting.SOURCE_RATE, 0, MILLION),
        rateExempt(values),
        values.integer(Setting.NOTICE_RATE, 0, MILLION),
        values.integer(Setting.MAX_CONTACTS, 1, 1000),
        values.integer(Setting.MAX_HEADERS, LEAST_HEADERS, MOST_HEADERS),
        values.integer(Setting.MAX_HEADER_BYTES, LEAST_HEADER_BYTES, MOST_HEADER_BYTES),
        values.integer(Setting.MAX_CONNECTIONS_PER_SOURCE, 0, MILLION),
        values.integer(Setting.IDLE_CONNECTION, 0, MILLION));
  }

  /** Left out it is the default; "none" is none. */
  private static Set<String> rateExempt(SettingValues values) {
    return values.isMade(Setting.RATE_EXEMPT)
        ? values.parsed(Setting.RATE_EXEMPT, AddressList::blocks).orElse(Set.of())
        : AddressList.blocks(Setting.RATE_EXEMPT.defaultText());
  }
}
