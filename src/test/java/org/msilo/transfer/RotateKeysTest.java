package org.msilo.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.transfer.ImportTest.kamailio;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.message.OfflineMessage;
import org.msilo.testing.TestKeys;
import org.msilo.transfer.ForeignSilo.Shape;

/** The command that encrypts anew, beside those that move messages. */
class RotateKeysTest {
  @TempDir private Path folder;
  private Path home;
  private TransferScene scene;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void import_some_messages() throws Exception {
    home = Files.createDirectory(folder.resolve("home"));
    scene = new TransferScene(home);
    ForeignSilo source = ForeignSilo.create(folder.resolve("source.db"), Shape.KAMAILIO_8);
    source.add(kamailio("one"));
    source.addMany(99);
    assertThat(scene.importFrom(source)).isZero();
  }

  @Test
  void without_a_key_there_is_nothing_to_encrypt_with() {
    assertThat(rotate()).isEqualTo(2);
    assertThat(said()).contains("set encryption_key_file");
  }

  @Test
  void what_was_imported_is_encrypted_and_exported_as_it_was() throws Exception {
    List<OfflineMessage> before = scene.mail();
    assertThat(before).hasSize(100);
    useKeys("a");

    assertThat(rotate()).isZero();

    assertThat(said()).contains("100 messages encrypted anew");
    assertThat(scene.mail()).isEqualTo(before);
    assertThat(rotate()).isZero();
    assertThat(said()).contains("0 messages encrypted anew");
    assertThat(scene.exportTo(ForeignSilo.in(folder.resolve("goal.db")))).isZero();
    assertThat(scene.summary()).containsExactly("100 read", "100 taken");
  }

  @Test
  void export_and_rotation_say_which_key_is_missing() throws Exception {
    useKeys("a");
    assertThat(rotate()).isZero();
    useKeys("b");

    assertThat(rotate()).isEqualTo(1);
    assertThat(said()).contains("100 messages left: their key a is not in encryption_key_file");
    assertThat(scene.exportTo(ForeignSilo.in(folder.resolve("goal.db")))).isEqualTo(1);
    assertThat(scene.summary()).contains("100 refused");
    useKeys("b", "a");
    assertThat(rotate()).isZero();
    assertThat(said()).contains("100 messages encrypted anew");
  }

  private void useKeys(String... ids) throws Exception {
    Path file = TestKeys.write(folder.resolve("keys"), ids);
    Files.writeString(home.resolve("msilo.properties"), "encryption_key_file = " + file + "\n");
  }

  private int rotate() {
    out.reset();
    PrintStream print = new PrintStream(out, true, UTF_8);
    return RotateKeys.run(List.of("--home=" + home), Map.of(), print, print);
  }

  private String said() {
    return out.toString(UTF_8);
  }
}
