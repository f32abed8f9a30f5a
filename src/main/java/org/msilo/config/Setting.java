package org.msilo.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The settings an operator can make, in the order the documentation shows them. */
public enum Setting {
  DB_URL(
      "jdbc:h2:file:HOME/silo",
      "JDBC URL of the database (H2, PostgreSQL, MariaDB, MySQL) or a JNDI name java:comp/env/..."),
  DB_USER("sa with H2, else empty", "user of the database"),
  DB_PASSWORD("empty", "password of that user"),
  DB_TABLE("silo", "table that holds the stored messages"),
  NODE_ADDRESS("none", "SIP URI by which the other nodes on the database reach this one"),
  REGISTRAR("none", "SIP address the notices to senders come from; none sends no notices"),
  EXPIRE_TIME("259200", "seconds a message is kept; its own Expires can only shorten this"),
  CHECK_TIME("30", "seconds between the cycles that settle what was sent"),
  CLEAN_PERIOD("5", "every how many of these cycles expired messages are removed"),
  USE_CONTACT("1", "1 sends the notice to the Contact of the MESSAGE if it has one, 0 to its From"),
  EXPIRY_NOTICE(
      "0", "1 tells the sender, too, of a message that phones refused for good or that expired"),
  DELIVERY("first", "first: a message is done when one device took it; every: each gets a copy"),
  DEVICE_HORIZON("2592000", "delivery=every: seconds a device counts after it was last seen"),
  MODE(
      "0",
      "which URI names the mailbox: 0 current Request-URI, then received one, then To;"
          + " 1 received Request-URI, then To; 2 To"),
  NEXT_HOP("none", "SIP URI of the outbound proxy for delivered messages and notices"),
  OFFLINE_MESSAGE(
      "User {to} is offline. The message will be delivered when the user is back.",
      "text of the notice; {to} becomes the address of the recipient"),
  LOCATION("own", "own: msilo is the registrar; next: the registrar is further down the chain"),
  REGISTRAR_HOP("none", "location=next: SIP URI of a fixed registrar for REGISTER and MESSAGE"),
  THIRD_PARTY_FROM("none", "IP addresses that may register others (3GPP TS 24.229), by comma"),
  DOMAINS(
      "the listen addresses, localhost, the host name",
      "domains whose users are local, separated by commas or blanks"),
  RELAY("none", "requests for other domains: none answers 403, authenticated, any"),
  DEFAULT_EXPIRES("3600", "seconds a registration lives when the phone names none"),
  MIN_EXPIRES("60", "shortest registration in seconds; less is answered 423"),
  MAX_EXPIRES("86400", "longest registration in seconds; more is cut"),
  FR_TIMER("10", "seconds a relayed MESSAGE may stay unanswered before it is stored"),
  LARGE_OVER_UDP(
      "1",
      "1 sends messages of more than 1300 bytes over UDP when there is nothing better; 0 keeps them"),
  MAX_MESSAGE_SIZE("65536", "largest body of a MESSAGE in bytes; more is answered 413"),
  ENCRYPTION_KEY_FILE(
      "none", "file with keys, ID BASE64 a line: stored bodies and header fields are encrypted"),
  MAX_MESSAGES("10000", "most messages in one mailbox; 0 for no limit"),
  MAX_BYTES("33554432", "most bytes of bodies and header fields in one mailbox; 0 for no limit"),
  WHEN_FULL(
      "reject",
      "reject: a message for a full mailbox is answered 480; drop_oldest: it takes the place of"
          + " the oldest"),
  SENDER_RATE("100", "MESSAGEs a second from one sender; more is answered 480; 0 for no limit"),
  SOURCE_RATE(
      "1000", "requests a second from one IP address; more is answered 480; 0 for no limit"),
  RATE_EXEMPT(
      "127.0.0.1,::1", "IP addresses and blocks of them (CIDR) that have no rate, by comma"),
  NOTICE_RATE("5", "notices a second to one place; more are not sent; 0 for no limit"),
  MAX_CONTACTS("50", "bindings of one address-of-record; one more is answered 403"),
  MAX_HEADERS("128", "header fields of a request; more is answered 400"),
  MAX_HEADER_BYTES("32768", "bytes of all header fields of a request; more is answered 513"),
  MAX_CONNECTIONS_PER_SOURCE(
      "500", "connections of one IP address; 0 for no limit; executable war only"),
  IDLE_CONNECTION(
      "600",
      "seconds after which a connection on which nothing arrives is closed; 0 for never;"
          + " executable war only"),
  HOME("./msilo-data", "folder of the database, the keys and the file msilo.properties"),
  LISTEN(
      "udp:127.0.0.1:5060,tcp:127.0.0.1:5060",
      "TRANSPORT:ADDRESS:PORT, several by comma; transports udp tcp tls ws wss;"
          + " executable war only"),
  TLS_CERTIFICATE(
      "none",
      "PEM file with the certificate chain of tls and wss, or self-signed to have one made in home;"
          + " executable war only"),
  TLS_KEY("the file of tls_certificate", "PEM file with the private key of the certificate"),
  TLS_CLIENT_CA(
      "none",
      "PEM file of those who sign for clients: a client that shows a certificate is checked"),
  TLS_CA("those that Java trusts", "PEM file of those who sign for the servers that we connect to"),
  REHEARSAL(
      "0",
      "messages that the server plays to itself before it opens its ports, so that Java has"
          + " compiled what a load needs; 0 for none"),
  HTTP("127.0.0.1:8080", "ADDRESS:PORT of the HTTP side, off for none; executable war only"),
  AUTH(
      "off while listen is loopback, else none",
      "who must prove who he is: off nobody, register whoever registers, all whoever sends, too"),
  TRUSTED("none", "IP addresses and blocks of them (CIDR) that are never asked, by comma"),
  AUTH_ALGORITHMS("SHA-256,MD5", "digest algorithms in the order they are offered, by comma"),
  AUTH_QUERY(
      "none",
      "SQL query for the hashes of a user in a table of others: select ha1 from subscriber"
          + " where username = ? and domain = ?"),
  AUTH_DB_URL("that of db_url", "auth_query: JDBC URL or JNDI name of its database"),
  AUTH_DB_USER("that of db_user", "auth_query: user of that database"),
  AUTH_DB_PASSWORD("that of db_password", "auth_query: password of that user");

  private final String defaultText;
  private final String meaning;

  Setting(String defaultText, String meaning) {
    this.defaultText = defaultText;
    this.meaning = meaning;
  }

  /** The name operators write. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The default as help and documentation show it. */
  public String defaultText() {
    return defaultText;
  }

  public String meaning() {
    return meaning;
  }

  /** Whether the value must never appear in a log. */
  public boolean isSecret() {
    return this == DB_PASSWORD || this == AUTH_DB_PASSWORD;
  }

  /** Whether "none" or nothing at all means that the setting is not made. */
  boolean isOptional() {
    return this == REGISTRAR
        || this == NODE_ADDRESS
        || this == NEXT_HOP
        || this == REGISTRAR_HOP
        || this == TLS_CERTIFICATE
        || this == TLS_CLIENT_CA
        || this == THIRD_PARTY_FROM
        || this == ENCRYPTION_KEY_FILE
        || this == RATE_EXEMPT
        || this == TRUSTED
        || this == AUTH_QUERY;
  }

  boolean mayBeEmpty() {
    return isOptional()
        || this == DB_USER
        || this == DB_PASSWORD
        || this == AUTH_DB_USER
        || this == AUTH_DB_PASSWORD;
  }

  static Optional<Setting> named(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key().equals(key)).findFirst();
  }
}
