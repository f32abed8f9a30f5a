package org.msilo.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.testing.FreePort;
import org.msilo.transfer.ForeignSilo.Shape;

/** What cannot be done is told in one line, and nothing changes. */
class TransferFaultTest {
  private static final int CANNOT_RUN = 1;
  private static final int BAD_SETTINGS = 2;

  @TempDir private Path folder;
  private TransferScene scene;

  @BeforeEach
  void prepare() {
    scene = new TransferScene(folder.resolve("home"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:oracle:thin:@host", "sqlite:x", "", "jdbc:h2:mem:x"})
  void an_unknown_url_is_refused_with_those_that_are_known(String url) {
    assertThat(scene.run("import", "from", url)).isEqualTo(BAD_SETTINGS);

    assertOneLine("jdbc:mariadb: jdbc:mysql: jdbc:postgresql: jdbc:sqlite:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "mariadb", "mysql"})
  void a_server_that_does_not_run_cannot_be_reached_and_the_password_stays_secret(String product) {
    String url =
        "jdbc:%s://127.0.0.1:%d/kamailio?user=u&password=geheim"
            .formatted(product, FreePort.find());

    assertThat(scene.run("import", "from", url, "from-password", "secret")).isEqualTo(CANNOT_RUN);

    assertOneLine("it cannot be reached");
    assertThat(scene.complaint()).contains("jdbc:" + product).doesNotContain("geheim", "secret");
  }

  @Test
  void a_file_that_is_not_there_is_not_made() {
    Path none = folder.resolve("none.db");

    assertThat(scene.importFrom(ForeignSilo.in(none))).isEqualTo(CANNOT_RUN);

    assertOneLine("none.db");
    assertThat(none).doesNotExist();
  }

  @Test
  void a_file_that_is_no_database_is_told() throws Exception {
    Path file = Files.writeString(folder.resolve("text.db"), "no database\n".repeat(100));

    assertThat(scene.importFrom(ForeignSilo.in(file))).isEqualTo(CANNOT_RUN);

    assertOneLine("not a database");
  }

  @Test
  void a_table_that_is_not_there_is_told_by_name() throws Exception {
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), Shape.KAMAILIO_8);

    assertThat(scene.importFrom(silo, "table", "silos")).isEqualTo(CANNOT_RUN);

    assertOneLine("there is no table silos in " + silo.url() + ": name another with --table=NAME");
  }

  @Test
  void what_can_be_no_name_of_a_table_is_refused() throws Exception {
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), Shape.KAMAILIO_8);

    assertThat(scene.importFrom(silo, "table", "silo; drop table silo")).isEqualTo(BAD_SETTINGS);

    assertOneLine("--table");
    assertThat(silo.rows()).isEmpty();
  }

  @Test
  void a_table_of_another_shape_is_told_by_what_it_lacks() throws Exception {
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), Shape.SER_2);

    assertThat(scene.importFrom(silo)).isEqualTo(CANNOT_RUN);

    assertOneLine("is no silo table", "(it has no column src_addr, dst_addr)");
  }

  @Test
  void a_table_without_a_mailbox_is_of_another_shape() throws Exception {
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), Shape.SER_2003);
    silo.execute("alter table silo drop column r_uri");

    assertThat(scene.importFrom(silo)).isEqualTo(CANNOT_RUN);

    assertOneLine("(it has no column username, domain)");
  }

  @Test
  void a_wrong_setting_of_the_server_is_told_as_the_server_would() throws Exception {
    Files.createDirectories(folder.resolve("home"));
    Files.writeString(folder.resolve("home/msilo.properties"), "expire_time = never\n");
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), Shape.KAMAILIO_8);

    assertThat(scene.importFrom(silo)).isEqualTo(BAD_SETTINGS);

    assertThat(scene.complaint()).contains("expire_time", "never");
  }

  private void assertOneLine(String... parts) {
    assertThat(scene.complaint()).startsWith("msilo: ").hasLineCount(1).contains(parts);
    assertThat(scene.summary()).isEmpty();
    assertThat(folder.resolve("home")).doesNotExist();
  }
}
