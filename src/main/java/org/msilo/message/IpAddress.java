package org.msilo.message;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * IP addresses as they stand in URIs and Via, IPv6 in brackets or not. Names are never resolved.
 */
public final class IpAddress {
  private static final Pattern V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  /** Gives nothing back, or many colons would take their square in time. */
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F.]*+:[0-9a-fA-F:.]*+");

  private static final int UNIQUE_LOCAL = 0xfc;
  private static final int UNIQUE_LOCAL_MASK = 0xfe;

  private IpAddress() {}

  /** Whether the two are the same address, however they are written. */
  public static boolean isSame(String one, String other) {
    Optional<InetAddress> address = parse(one);
    return address.isPresent() ? address.equals(parse(other)) : one.equalsIgnoreCase(other);
  }

  /**
   * Whether it is an address that means something in its own network only: RFC 1918, RFC 6598, RFC
   * 4193, link-local or loopback.
   */
  public static boolean isPrivate(String host) {
    return parse(host).filter(IpAddress::isPrivate).isPresent();
  }

  /** With brackets if it is IPv6, as a URI needs it. */
  public static String forUri(String address) {
    return address.indexOf(':') >= 0 && !address.startsWith("[") ? "[" + address + "]" : address;
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] octets = address.getAddress();
    boolean shared =
        octets.length == 4 && Byte.toUnsignedInt(octets[0]) == 100 && (octets[1] & 0xc0) == 0x40;
    boolean uniqueLocal = octets.length > 4 && (octets[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
    return shared
        || uniqueLocal
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isLoopbackAddress()
        || address.isAnyLocalAddress();
  }

  private static Optional<InetAddress> parse(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    if (!V4.matcher(bare).matches() && !V6.matcher(bare).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(bare));
    } catch (UnknownHostException e) {
      // Looks like an address and is none, such as 1.2.3.400.
      return Optional.empty();
    }
  }
}
