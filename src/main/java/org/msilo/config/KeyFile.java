package org.msilo.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads keys from a file: an id and 32 bytes in Base64 a line, the current key first. */
final class KeyFile {
  private static final Pattern LINE =
      Pattern.compile("([A-Za-z0-9._-]{1,32})\\s+([A-Za-z0-9+/]{43}=)");

  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private KeyFile() {}

  /**
   * The keys by their ids, in order.
   *
   * @throws IllegalArgumentException that says what to do; never with a key in its text
   */
  static Map<String, byte[]> read(String name) {
    Map<String, byte[]> keys = new LinkedHashMap<>();
    try {
      Path file = Path.of(name);
      refuseOpenDoor(file);
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        add(keys, lines.get(i).strip(), i + 1);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("must be a file of text that can be read", e);
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("holds no key; make one: openssl rand -base64 32");
    }
    return Collections.unmodifiableMap(keys);
  }

  private static void refuseOpenDoor(Path file) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")
        && !Collections.disjoint(Files.getPosixFilePermissions(file), OF_OTHERS)) {
      throw new IllegalArgumentException("others can read the file: chmod 600 it");
    }
  }

  private static void add(Map<String, byte[]> keys, String line, int number) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "line %d must be ID KEY, the key made by openssl rand -base64 32".formatted(number));
    }
    byte[] key = Base64.getDecoder().decode(parts.group(2));
    if (keys.put(parts.group(1), key) != null) {
      throw new IllegalArgumentException("line %d repeats an id".formatted(number));
    }
  }
}
