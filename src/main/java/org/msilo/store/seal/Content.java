package org.msilo.store.seal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a message says: that which is sealed.
 *
 * @param headers the kept header fields, one a line
 * @param body the body; treat as read-only, it is not copied
 */
public record Content(String headers, byte[] body) {

  /** Length of the headers, headers in UTF-8, body. */
  byte[] toBytes() {
    byte[] lines = headers.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + lines.length + body.length)
        .putInt(lines.length)
        .put(lines)
        .put(body)
        .array();
  }

  /**
   * @throws SealBrokenException if this was not made by {@link #toBytes}
   */
  static Content of(byte[] bytes) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      int length = buffer.getInt();
      if (length > buffer.remaining()) {
        throw new BufferUnderflowException();
      }
      byte[] lines = new byte[length];
      buffer.get(lines);
      byte[] body = new byte[buffer.remaining()];
      buffer.get(body);
      return new Content(new String(lines, StandardCharsets.UTF_8), body);
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new SealBrokenException("not the content of a message", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Content that
        && headers.equals(that.headers)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return 31 * headers.hashCode() + Arrays.hashCode(body);
  }

  /** Says nothing of what it holds. */
  @Override
  public String toString() {
    return headers.length() + " characters of headers, " + body.length + " bytes";
  }
}
