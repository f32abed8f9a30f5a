package org.msilo.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What host names and IP addresses look like, and which ones this machine has. */
public final class Addresses {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f.]*+:[0-9A-Fa-f:.]*+");
  private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern HOST_NAME =
      Pattern.compile(LABEL + "(\\." + LABEL + ")*\\.?", Pattern.CASE_INSENSITIVE);

  /** RFC 1035 2.3.4, and a dot; a pattern of repeated groups takes a stack frame for each. */
  private static final int LONGEST_NAME = 254;

  private static final Pattern ZEROS = Pattern.compile("(^|:)0(:0)+(:|$)");
  private static final Pattern LOOKS_NUMERIC = Pattern.compile("[0-9.]+");

  private Addresses() {}

  /** Whether it is an IPv4 address in decimal form. */
  public static boolean isIpv4(String text) {
    return IPV4.matcher(text).matches();
  }

  /** Whether it is an IPv6 address, without brackets. */
  public static boolean isIpv6(String text) {
    if (!IPV6.matcher(text).matches()) {
      return false;
    }
    try {
      // Only digits, dots and colons: the JDK parses it and asks no name server.
      return InetAddress.getByName(text) instanceof Inet6Address;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  static boolean isHostName(String text) {
    return text.length() <= LONGEST_NAME
        && HOST_NAME.matcher(text).matches()
        && !LOOKS_NUMERIC.matcher(text).matches();
  }

  static boolean isLoopback(String address) {
    return (isIpv4(address) || isIpv6(address)) && literal(address).isLoopbackAddress();
  }

  static boolean isWildcard(String address) {
    try {
      return (isIpv4(address) || isIpv6(address))
          && InetAddress.getByName(address).isAnyLocalAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** The form an address has in a URI: lower case, IPv6 in brackets and short (RFC 5952). */
  static String bracketed(String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    return isIpv6(lower) ? "[" + shortened(lower) + "]" : lower;
  }

  private static String shortened(String ipv6) {
    String full = literal(ipv6).getHostAddress();
    String longest =
        ZEROS
            .matcher(full)
            .results()
            .map(MatchResult::group)
            .reduce("", (one, other) -> other.length() > one.length() ? other : one);
    return longest.isEmpty() ? full : full.replaceFirst(Pattern.quote(longest), "::");
  }

  /** Only digits, dots and colons: the JDK parses it and asks no name server. */
  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address + " is no IP address", e);
    }
  }

  /** The addresses of this machine that packets can be sent to; IPv6 without a scope. */
  public static List<String> ofThisMachine() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !(address instanceof Inet6Address && address.isLinkLocalAddress()))
          .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
          .distinct()
          .toList();
    } catch (SocketException e) {
      return List.of("127.0.0.1");
    }
  }

  /** The hosts whose users are local when nothing else is said. */
  static Set<String> defaultDomains(List<ListenAddress> listen) {
    Set<String> domains = new LinkedHashSet<>();
    listen.stream()
        .flatMap(at -> at.isWildcard() ? ofThisMachine().stream() : Stream.of(at.address()))
        .map(Addresses::bracketed)
        .forEach(domains::add);
    domains.add("localhost");
    try {
      domains.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
    } catch (UnknownHostException e) {
      // A machine whose own name does not resolve has no name to be addressed by.
      return domains;
    }
    return domains;
  }
}
