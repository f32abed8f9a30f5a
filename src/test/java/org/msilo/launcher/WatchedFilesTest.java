package org.msilo.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {
  @TempDir private Path folder;
  private final AtomicInteger reads = new AtomicInteger();

  private String read(Path file) {
    reads.incrementAndGet();
    try {
      String text = Files.readString(file);
      if (text.startsWith("bad")) {
        throw new IllegalArgumentException(text);
      }
      return text;
    } catch (IOException e) {
      throw new IllegalArgumentException("gone", e);
    }
  }

  @Test
  void files_are_read_when_they_change_and_only_then() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "one");
    WatchedFiles<String> watched = new WatchedFiles<>(List.of(file), before -> read(file));
    assertThat(watched.get() + watched.get()).isEqualTo("oneone");
    assertThat(reads).hasValue(1);
    Files.writeString(file, "three");
    assertThat(watched.get() + watched.get()).isEqualTo("threethree");
    assertThat(reads).hasValue(2);
  }

  @Test
  void what_was_read_stays_while_the_files_are_no_good() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "one");
    WatchedFiles<String> watched = new WatchedFiles<>(List.of(file), before -> read(file));
    Files.writeString(file, "bad one");
    assertThat(watched.get() + watched.get()).isEqualTo("oneone");
    assertThat(reads).hasValue(2);
    Files.delete(file);
    assertThat(watched.get() + watched.get()).isEqualTo("oneone");
    assertThat(reads).hasValue(3);
    Files.writeString(file, "four");
    assertThat(watched.get()).isEqualTo("four");
  }

  @Test
  void files_that_are_no_good_at_first_are_refused() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> new WatchedFiles<>(List.of(missing), before -> read(missing)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
