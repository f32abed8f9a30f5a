package org.msilo.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Bytes in a text column of PostgreSQL: Kamailio writes its header fields there as if the column
 * were a bytea, and undoes that when it reads, so the escapes stand in the table.
 */
final class ByteaText {
  private static final String HEX = "\\x";
  private static final Pattern HEX_FORM = Pattern.compile("\\\\x([0-9a-fA-F]{2})*");
  private static final Pattern OCTAL = Pattern.compile("[0-3][0-7]{2}");
  private static final int OCTAL_DIGITS = 3;

  private ByteaText() {}

  /** Undoes the hex form of today or the escapes of before PostgreSQL 9; plain text stays. */
  static String decode(String text) {
    if (HEX_FORM.matcher(text).matches()) {
      return new String(HexFormat.of().parseHex(text.substring(HEX.length())), UTF_8);
    }
    return text.indexOf('\\') < 0 ? text : withoutEscapes(text);
  }

  private static String withoutEscapes(String text) {
    byte[] escaped = text.getBytes(UTF_8);
    ByteArrayOutputStream plain = new ByteArrayOutputStream(escaped.length);
    for (int i = 0; i < escaped.length; i++) {
      String digits = new String(escaped, i, Math.min(OCTAL_DIGITS + 1, escaped.length - i), UTF_8);
      if (escaped[i] == '\\' && OCTAL.matcher(digits.substring(1)).matches()) {
        plain.write(Integer.parseInt(digits.substring(1), 8));
        i += OCTAL_DIGITS;
      } else if (digits.startsWith("\\\\")) {
        plain.write('\\');
        i++;
      } else {
        plain.write(escaped[i]);
      }
    }
    return plain.toString(UTF_8);
  }

  /** The hex form, which Kamailio reads as what it was. */
  static String encode(String text) {
    return text.isEmpty() ? "" : HEX + HexFormat.of().formatHex(text.getBytes(UTF_8));
  }
}
