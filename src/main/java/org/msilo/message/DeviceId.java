package org.msilo.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What tells the devices of one address-of-record apart.
 *
 * @param value the {@code +sip.instance} of the device (RFC 5626 4.1), else its Contact URI; a hash
 *     of it when it is too long for a key
 */
public record DeviceId(String value) {
  /** With a mailbox in front, the longest key that MariaDB's indexes take. */
  private static final int MOST_CHARACTERS = 255;

  public DeviceId {
    if (value.length() > MOST_CHARACTERS) {
      value = "sha256:" + hash(value);
    }
  }

  /** The device that a binding is on. */
  public static DeviceId of(Binding binding) {
    return new DeviceId(binding.instance().orElse(binding.contact()));
  }

  private static String hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
