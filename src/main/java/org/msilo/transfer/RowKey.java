package org.msilo.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names a row by what it holds, its id included: the same row has the same name in each run, and
 * two messages of the same words stay two.
 *
 * @param name 32 hexadecimal digits
 */
record RowKey(String name) {
  private static final int BYTES = 16;
  private static final int LAST_DIGITS = 7;

  static RowKey of(SiloRow row) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      add(digest, row.source());
      add(digest, row.destination());
      add(digest, row.username());
      add(digest, row.domain());
      add(digest, row.requestUri());
      add(digest, row.contentType());
      add(digest, row.extraHeaders());
      add(digest, row.body());
      digest.update(
          ByteBuffer.allocate(3 * Long.BYTES)
              .putLong(row.id())
              .putLong(row.receivedAt())
              .putLong(row.expiresAt())
              .flip());
      return new RowKey(HexFormat.of().formatHex(digest.digest(), 0, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, String text) {
    add(digest, text.getBytes(UTF_8));
  }

  /** With its length, so that no byte can move from one field to the next. */
  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  /** A number made of it. */
  int hash() {
    return Integer.parseInt(name.substring(name.length() - LAST_DIGITS), 16);
  }
}
