package org.msilo.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By what an installation is known again. */
class NodeIdentityTest {
  @TempDir private Path folder;

  @Test
  void it_is_the_same_after_a_restart() {
    String before = textIn(folder.resolve("home"));

    assertThat(textIn(folder.resolve("home"))).isEqualTo(before).hasSizeLessThanOrEqualTo(64);
  }

  @Test
  void copy_of_a_home_is_another_installation() throws IOException {
    Path home = folder.resolve("home");
    String original = textIn(home);
    Path copy = Files.createDirectory(folder.resolve("copy"));
    Files.copy(home.resolve(NodeIdentity.FILE), copy.resolve(NodeIdentity.FILE));

    assertThat(textIn(copy)).isNotEqualTo(original);
  }

  @Test
  void second_process_in_one_home_is_another_node_for_once() {
    try (NodeIdentity first = NodeIdentity.in(folder);
        NodeIdentity second = NodeIdentity.in(folder)) {
      assertThat(second.text()).isNotEqualTo(first.text());
    }
  }

  @Test
  void home_that_cannot_be_written_still_gives_a_name() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");

    assertThat(textIn(file)).isNotEmpty().isNotEqualTo(textIn(file));
  }

  private static String textIn(Path home) {
    try (NodeIdentity identity = NodeIdentity.in(home)) {
      return identity.text();
    }
  }
}
