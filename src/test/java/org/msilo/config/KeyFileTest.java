package org.msilo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
  private static final String ZEROES = Base64.getEncoder().encodeToString(new byte[32]);

  @TempDir Path folder;

  @Test
  void first_key_stays_first_and_comments_are_none() {
    Map<String, byte[]> keys = read("# made in spring", "", "b " + ZEROES, "  a\t" + ZEROES + " ");

    assertThat(keys.keySet()).containsExactly("b", "a");
    assertThat(keys.get("b")).isEqualTo(new byte[32]);
  }

  @ParameterizedTest
  @CsvSource({
    "a,line 1 must be ID KEY",
    "a AAAA,line 1 must be ID KEY",
    "a AAAAA,line 1 must be ID KEY",
    "a not*base64,line 1 must be ID KEY",
    "a/b AAAA,line 1 must be ID KEY",
    "'',holds no key"
  })
  void bad_line_is_named_and_not_repeated(String line, String fault) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(line))
        .withMessageContaining(fault)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("AAAA"));
  }

  @Test
  void id_that_comes_twice_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("a " + ZEROES, "a " + ZEROES))
        .withMessage("line 2 repeats an id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
  void file_that_others_can_read_or_write_is_refused(String mode) throws IOException {
    Path file = write("a " + ZEROES);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyFile.read(file.toString()))
        .withMessageContaining("chmod 600");
  }

  @Test
  void start_says_what_is_wrong_with_the_file_along_with_all_other_faults() {
    List<String> commandLine =
        List.of(
            "--home=" + folder,
            "--encryption_key_file=" + folder.resolve("none"),
            "--max_message_size=1000001");
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class,
            () -> ConfigReader.read(commandLine, new Properties(), Map.of(), Map.of()));

    assertThat(e.faults())
        .anyMatch(fault -> fault.contains("must be a file of text that can be read"))
        .anyMatch(fault -> fault.contains("must not be more than 1000000"));
  }

  private Map<String, byte[]> read(String... lines) {
    try {
      return KeyFile.read(write(lines).toString());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path write(String... lines) throws IOException {
    Path file = Files.write(folder.resolve("keys"), List.of(lines));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
