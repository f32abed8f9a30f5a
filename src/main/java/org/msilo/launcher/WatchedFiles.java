package org.msilo.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.log4j.Logger;

/**
 * What was read from files, read anew by the first who asks after they changed. Files that cannot
 * be used leave what there was, and say so once. Thread-safe.
 */
final class WatchedFiles<T> implements Supplier<T> {
  private static final Logger LOG = Logger.getLogger(WatchedFiles.class);

  private final List<Path> files;
  private final UnaryOperator<T> reader;
  private final AtomicReference<Seen<T>> seen = new AtomicReference<>();

  /** What was read, and what the files looked like just before. */
  private record Seen<T>(T value, List<String> looks) {}

  /**
   * @param reader makes the new value of the old one, which is null at first, or throws an
   *     IllegalArgumentException that says what is wrong
   */
  WatchedFiles(List<Path> files, UnaryOperator<T> reader) {
    this.files = files.stream().distinct().toList();
    this.reader = reader;
    List<String> looks = looks();
    seen.set(new Seen<>(reader.apply(null), looks));
  }

  @Override
  public T get() {
    Seen<T> last = seen.get();
    return looks().equals(last.looks()) ? last.value() : reread();
  }

  private synchronized T reread() {
    Seen<T> last = seen.get();
    List<String> looks = looks();
    if (looks.equals(last.looks())) {
      return last.value();
    }
    T value = last.value();
    try {
      value = reader.apply(value);
      LOG.info("read anew, for they changed: " + files);
    } catch (IllegalArgumentException e) {
      LOG.warn("what was read before stays in use: " + e.getMessage());
    }
    seen.set(new Seen<>(value, looks));
    return value;
  }

  private List<String> looks() {
    return files.stream().map(WatchedFiles::look).toList();
  }

  private static String look(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return now.lastModifiedTime().toInstant() + " " + now.size() + " " + now.fileKey();
    } catch (IOException e) {
      return "cannot be looked at";
    }
  }
}
