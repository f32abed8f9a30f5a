package org.msilo.store;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * User parts of URIs made to be mistaken for others: by case, by accents and their normal forms, by
 * escapes, by what cannot be seen, and by what a database, a log or a format string would read as
 * its own. One seed makes one sequence; for one thread.
 */
public final class HostileNames {
  private static final List<String> BASES =
      List.of(
          "alice",
          "o'brien",
          "caf\u00e9",
          "stra\u00dfe",
          "\u0130stanbul",
          "\u03c3\u03c2",
          "\u1e9e",
          "x' or '1'='1",
          "a\";drop table silo;--",
          "%s%n%x",
          "${jndi:ldap://x}",
          "{}",
          "_",
          "%",
          "\\",
          "a b",
          "null",
          "..",
          "\ud83d\ude80",
          "\u202egnirts",
          "\uff41dmin",
          "100%25");

  private final Random random;

  public HostileNames(long seed) {
    random = new Random(seed);
  }

  /** A family of users that look alike: all different, and each to have a mailbox of its own. */
  public Set<List<Byte>> family() {
    String base = BASES.get(random.nextInt(BASES.size())) + random.nextInt(1000);
    Set<List<Byte>> users = new LinkedHashSet<>();
    variants(base)
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .filter(bytes -> bytes.length > 0)
        .forEach(bytes -> users.add(boxed(bytes)));
    // One byte in front that no UTF-8 begins with, and the overlong form of the first letter.
    users.add(boxed(joined(new byte[] {(byte) 0xff}, base)));
    byte first = base.getBytes(StandardCharsets.UTF_8)[0];
    if (first > 0) {
      byte[] overlong = {(byte) (0xc0 | first >> 6), (byte) (0x80 | first & 0x3f)};
      users.add(boxed(joined(overlong, base.substring(1))));
    }
    return users;
  }

  private static Stream<String> variants(String base) {
    return Stream.of(
        base,
        base.toUpperCase(Locale.ROOT),
        base.toLowerCase(Locale.ROOT),
        Normalizer.normalize(base, Normalizer.Form.NFD),
        Normalizer.normalize(base, Normalizer.Form.NFC),
        Normalizer.normalize(base, Normalizer.Form.NFKC),
        base + " ",
        " " + base,
        base + "\u00a0",
        base + "\u200b",
        "\ufeff" + base,
        base + "\0",
        base + "\r\nX: y",
        base + "\u001b[31m",
        base.replace('a', '\u0430'),
        base.replace('i', '\u0131'),
        base + "\u0301",
        base + "%41");
  }

  /** A way to write this user in a URI: each byte as it is, if that is allowed, or escaped. */
  public String spelling(List<Byte> user) {
    StringBuilder text = new StringBuilder();
    for (byte b : user) {
      boolean plain =
          b > 0 && (Character.isLetterOrDigit(b) || "-_.!~*'()&=+$,;?/".indexOf(b) >= 0);
      if (plain && random.nextInt(4) > 0) {
        text.append((char) b);
      } else {
        text.append((random.nextBoolean() ? "%%%02x" : "%%%02X").formatted(Byte.toUnsignedInt(b)));
      }
    }
    return text.toString();
  }

  private static byte[] joined(byte[] head, String tail) {
    byte[] rest = tail.getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[head.length + rest.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(rest, 0, all, head.length, rest.length);
    return all;
  }

  private static List<Byte> boxed(byte[] bytes) {
    List<Byte> list = new ArrayList<>();
    for (byte b : bytes) {
      list.add(b);
    }
    return List.copyOf(list);
  }
}
