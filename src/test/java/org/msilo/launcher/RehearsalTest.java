package org.msilo.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
  @TempDir private Path folder;

  @Test
  void rehearsal_of_what_cannot_play_is_told_and_leaves_nothing_running() throws Exception {
    Path webapp = folder.resolve("webapp");
    Files.createDirectories(webapp.resolve("WEB-INF/classes"));
    Files.createDirectories(webapp.resolve("WEB-INF/lib"));
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, UTF_8));
    try {
      new Rehearsal(webapp, folder.resolve("stage"), ApplicationClasses.of(webapp)).play(10);
    } finally {
      System.setErr(before);
    }

    assertThat(said.toString(UTF_8)).contains("msilo: the rehearsal broke off: ");
    assertThat(folder.resolve("stage")).doesNotExist();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("rehearsal-phones"));
  }
}
