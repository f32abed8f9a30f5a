package org.msilo.message;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/**
 * An address-of-record in the canonical form of RFC 3261 10.3 and 19.1.4, the only key of a
 * mailbox: no scheme, no password, no port, no parameters; the user unescaped once and
 * case-sensitive, the host in lower case. Immutable.
 *
 * @param user the user part, unescaped
 * @param host host name, IPv4 address, or IPv6 address in brackets, in lower case
 */
public record AddressOfRecord(String user, String host) {

  /** Longest canonical form in characters; longer ones are no mailboxes. */
  public static final int MAX_LENGTH = 512;

  /** What bytes that are not UTF-8 were read as: different ones would share a mailbox. */
  private static final char UNREADABLE = '\uFFFD';

  public AddressOfRecord {
    if (user.isEmpty() || host.isEmpty()) {
      throw new IllegalArgumentException("an address-of-record needs a user and a host");
    }
  }

  /** Reads the address-of-record that a SIP URI names; empty when it names none. */
  public static Optional<AddressOfRecord> parse(String uri) {
    return SipUri.parse(uri).flatMap(SipUri::addressOfRecord);
  }

  /** The inverse of {@link #toString()}. */
  public static AddressOfRecord ofCanonical(String canonical) {
    int at = canonical.lastIndexOf('@');
    return new AddressOfRecord(canonical.substring(0, at), canonical.substring(at + 1));
  }

  static Optional<AddressOfRecord> of(String escapedUser, String host) {
    if (escapedUser.indexOf(UNREADABLE) >= 0) {
      return Optional.empty();
    }
    AddressOfRecord aor = new AddressOfRecord(Escapes.unescape(escapedUser), canonicalHost(host));
    return aor.toString().length() > MAX_LENGTH ? Optional.empty() : Optional.of(aor);
  }

  /**
   * One spelling for each host: lower case, no trailing dot, IPv6 addresses in one form.
   *
   * @param host a host as it stands in a URI
   */
  public static String canonicalHost(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    if (lower.startsWith("[")) {
      return canonicalIpv6(lower);
    }
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static String canonicalIpv6(String literal) {
    try {
      // A literal in brackets is parsed, never looked up.
      String address = InetAddress.getByName(literal).getHostAddress();
      return address.indexOf(':') < 0 ? address : "[" + address + "]";
    } catch (UnknownHostException e) {
      return literal;
    }
  }

  /** This address as a sip: URI, escaped where the syntax asks for it. */
  public String toUri() {
    return "sip:" + Escapes.escapeUser(user) + "@" + host;
  }

  /** The canonical form, {@code user@host}. */
  @Override
  public String toString() {
    return user + "@" + host;
  }
}
