package org.msilo.config;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lists of IP addresses, separated by commas or blanks. */
final class AddressList {
  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
  private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  private AddressList() {}

  /** Addresses in the form they have in a URI. */
  static Set<String> addresses(String text) {
    return each(text, AddressList::address);
  }

  /** Addresses and blocks ADDRESS/BITS, without brackets. */
  static Set<String> blocks(String text) {
    return each(text, AddressList::block);
  }

  private static Set<String> each(String text, UnaryOperator<String> reader) {
    return SEPARATOR
        .splitAsStream(text)
        .map(reader)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String address(String text) {
    String bare = text.replaceAll("^\\[|]$", "");
    if (!Addresses.isIpv4(bare) && !Addresses.isIpv6(bare)) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no IP address; separate several by commas");
    }
    return Addresses.bracketed(bare);
  }

  private static String block(String text) {
    String[] parts = text.split("/", 2);
    String bare = parts[0].replaceAll("^\\[|]$", "");
    int most = Addresses.isIpv4(bare) ? IPV4_BITS : Addresses.isIpv6(bare) ? IPV6_BITS : -1;
    boolean fits =
        parts.length == 1 || BITS.matcher(parts[1]).matches() && Integer.parseInt(parts[1]) <= most;
    if (most < 0 || !fits) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no IP address and no block such as 10.0.0.0/8");
    }
    return parts.length == 1 ? bare : bare + "/" + parts[1];
  }
}
