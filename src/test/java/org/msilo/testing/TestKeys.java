package org.msilo.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keys to encrypt with that are the same in each run; the same name is the same key. */
public final class TestKeys {
  private TestKeys() {}

  /** Keys by their ids, in this order. */
  public static Map<String, byte[]> named(String... ids) {
    Map<String, byte[]> keys = new LinkedHashMap<>();
    for (String id : ids) {
      keys.put(id, key(id));
    }
    return keys;
  }

  /** Writes a key file that only its owner can read. */
  public static Path write(Path file, String... ids) {
    StringBuilder text = new StringBuilder();
    named(ids)
        .forEach(
            (id, key) ->
                text.append(id)
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(key))
                    .append('\n'));
    try {
      Files.writeString(file, text);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] key(String id) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
