package org.msilo.message;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The percent escapes of RFC 3261 25.1, undone exactly once. */
final class Escapes {
  private static final String HEX = "0123456789ABCDEF";
  private static final String UNRESERVED_IN_USER = "-_.!~*'()&=+$,;?/";

  private Escapes() {}

  /**
   * Undoes each escape once. What no text can hold stays escaped, in one fixed form: control
   * characters, the percent sign itself (so that nothing looks escaped that was not), and bytes
   * that are no UTF-8. Two spellings of one user become equal, two users never do.
   */
  static String unescape(String text) {
    if (isPlain(text)) {
      return text;
    }
    byte[] bytes = decode(text.getBytes(StandardCharsets.UTF_8));
    boolean valid = isUtf8(bytes);
    ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length);
    for (byte b : bytes) {
      int value = b & 0xff;
      if (value < 0x20 || value == 0x7f || value == '%' || (value > 0x7f && !valid)) {
        escape(kept, value);
      } else {
        kept.write(value);
      }
    }
    return kept.toString(StandardCharsets.UTF_8);
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' || c < 0x20 || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** Writes an unescaped user part so that it is valid in a URI again. */
  static String escapeUser(String user) {
    ByteArrayOutputStream escaped = new ByteArrayOutputStream(user.length());
    for (byte b : decode(user.getBytes(StandardCharsets.UTF_8))) {
      int value = b & 0xff;
      boolean plain =
          value < 0x7f
              && (Character.isLetterOrDigit(value) || UNRESERVED_IN_USER.indexOf(value) >= 0);
      if (plain) {
        escaped.write(value);
      } else {
        escape(escaped, value);
      }
    }
    return escaped.toString(StandardCharsets.US_ASCII);
  }

  private static void escape(ByteArrayOutputStream out, int value) {
    out.write('%');
    out.write(HEX.charAt(value >> 4));
    out.write(HEX.charAt(value & 0xf));
  }

  private static byte[] decode(byte[] escaped) {
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(escaped.length);
    for (int i = 0; i < escaped.length; i++) {
      int high = i + 2 < escaped.length ? Character.digit(escaped[i + 1], 16) : -1;
      int low = i + 2 < escaped.length ? Character.digit(escaped[i + 2], 16) : -1;
      if (escaped[i] == '%' && high >= 0 && low >= 0) {
        decoded.write(high << 4 | low);
        i += 2;
      } else {
        decoded.write(escaped[i]);
      }
    }
    return decoded.toByteArray();
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
