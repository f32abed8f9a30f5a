package org.msilo.message;

/**
 * Identity of one stored message; ids of one node grow in the order of receipt.
 *
 * @param value a positive 64-bit number: milliseconds, node, counter (see {@link MessageIds})
 */
public record MessageId(long value) {
  @Override
  public String toString() {
    return Long.toUnsignedString(value);
  }
}
