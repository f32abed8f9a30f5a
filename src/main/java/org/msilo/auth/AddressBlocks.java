package org.msilo.auth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** IP addresses and blocks of them (CIDR, RFC 4632). Names are never resolved. Immutable. */
public final class AddressBlocks {
  private static final Pattern LITERAL =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F.]*+:[0-9a-fA-F:.]*+");

  private final List<Block> blocks;

  private record Block(byte[] address, int bits) {}

  /**
   * @param texts such as 192.0.2.1, 10.0.0.0/8, 2001:db8::/32
   * @throws IllegalArgumentException if one is neither address nor block
   */
  public AddressBlocks(Collection<String> texts) {
    this.blocks = texts.stream().map(AddressBlocks::block).toList();
  }

  /** Whether the address, IPv6 in brackets or not, lies in one of the blocks. */
  public boolean contain(String address) {
    if (address == null || blocks.isEmpty()) {
      return false;
    }
    try {
      byte[] octets = octets(address);
      return blocks.stream().anyMatch(block -> contains(block, octets));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Block block(String text) {
    int slash = text.indexOf('/');
    byte[] address = octets(slash < 0 ? text : text.substring(0, slash));
    int all = address.length * Byte.SIZE;
    int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > all) {
      throw new IllegalArgumentException("no block of addresses: " + text);
    }
    return new Block(address, bits);
  }

  private static boolean contains(Block block, byte[] octets) {
    if (octets.length != block.address.length) {
      return false;
    }
    for (int bit = 0; bit < block.bits; bit++) {
      int mask = 1 << Byte.SIZE - 1 - bit % Byte.SIZE;
      int octet = bit / Byte.SIZE;
      if ((octets[octet] & mask) != (block.address[octet] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static String withoutBracketsAndZone(String text) {
    int begin = text.startsWith("[") ? 1 : 0;
    int end = text.length() > begin && text.endsWith("]") ? text.length() - 1 : text.length();
    int zone = text.indexOf('%', begin);
    if (zone < 0) {
      return text.substring(begin, end);
    }
    if (!isName(text, zone + 1, end)) {
      throw new IllegalArgumentException("no IP address: " + text);
    }
    return text.substring(begin, zone);
  }

  /** Whether it can be the name of an interface. */
  private static boolean isName(String text, int begin, int end) {
    for (int i = begin; i < end; i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~' || c == ']' || c == '/') {
        return false;
      }
    }
    return true;
  }

  private static byte[] octets(String text) {
    String bare = withoutBracketsAndZone(text);
    if (!LITERAL.matcher(bare).matches()) {
      throw new IllegalArgumentException("no IP address: " + text);
    }
    try {
      return InetAddress.getByName(bare).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no IP address: " + text, e);
    }
  }
}
