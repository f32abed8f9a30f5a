package org.msilo.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.transfer.ForeignSilo.NOW;
import static org.msilo.transfer.ForeignSilo.TOMORROW;
import static org.msilo.transfer.ImportTest.kamailio;
import static org.msilo.transfer.ImportTest.with;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Header;
import org.msilo.message.MessageBody;
import org.msilo.message.MessageId;
import org.msilo.message.MessageOrigin;
import org.msilo.message.OfflineMessage;
import org.msilo.testing.TestDatabase;
import org.msilo.transfer.ForeignSilo.Shape;

/** What is written for other servers, from each database, and that it comes back as it was. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ExportTest {
  private final TestDatabase on;
  @TempDir private Path folder;
  private TransferScene scene;
  private ForeignSilo goal;

  ExportTest(TestDatabase on) {
    this.on = on;
  }

  @BeforeEach
  void prepare() {
    scene = TransferScene.on(on, folder.resolve("home"));
    goal = ForeignSilo.in(folder.resolve("goal.db"));
  }

  @Test
  void messages_come_back_as_they_were_after_an_export_and_an_import() throws Exception {
    ForeignSilo source = ForeignSilo.create(folder.resolve("source.db"), Shape.KAMAILIO_8);
    source.add(with(kamailio("one"), "extra_hdrs", "X-Foo: bär \\ \r\nSubject: s\r\n"));
    source.add(with(kamailio("two\0\r\n€"), "ctype", "text/html;charset=utf-8"));
    source.add(with(kamailio(""), "username", "b%40ob", "domain", "[2001:db8::1]"));
    source.addMany(300);
    assertThat(scene.importFrom(source)).isZero();

    assertThat(scene.exportTo(goal)).isZero();

    assertThat(scene.summary()).containsExactly("303 read", "303 taken");
    TransferScene other = TransferScene.on(on, folder.resolve("other"));
    assertThat(other.importFrom(goal)).isZero();
    assertThat(other.mail())
        .usingRecursiveComparison()
        .ignoringFields("id", "origin")
        .isEqualTo(scene.mail());
    assertThat(other.mail()).hasSize(303);
  }

  @Test
  void a_message_received_here_becomes_a_row_that_kamailio_can_deliver() throws Exception {
    keep(message(1, List.of(new Header("Date", "x"), new Header("X-Foo", "bar")), "text/plain"));

    assertThat(scene.exportTo(goal)).isZero();

    assertThat(goal.rows()).hasSize(1);
    assertThat(goal.rows().get(0))
        .containsEntry("src_addr", "sip:alice@example.org")
        .containsEntry("dst_addr", "sip:Bob@example.org;x=1")
        .containsEntry("username", "b%40ob")
        .containsEntry("domain", "example.org")
        .containsEntry("inc_time", (int) NOW)
        .containsEntry("exp_time", (int) TOMORROW)
        .containsEntry("snd_time", 0)
        .containsEntry("ctype", "text/plain")
        .containsEntry("body", new byte[] {'1'})
        .containsEntry("extra_hdrs", "X-Foo: bar\r\n".getBytes(UTF_8))
        .containsEntry("callid", "call-1@example.org")
        .containsEntry("status", 0);
  }

  @Test
  void a_second_run_repeats_nothing_and_touches_no_row_of_others() throws Exception {
    ForeignSilo kamailios = ForeignSilo.create(folder.resolve("goal.db"), Shape.KAMAILIO_8);
    kamailios.add(kamailio("theirs"));
    keep(message(1, List.of(), "text/plain"));
    assertThat(scene.exportTo(goal)).isZero();
    keep(message(2, List.of(), "text/plain"));

    assertThat(scene.exportTo(goal)).isZero();

    assertThat(scene.summary()).containsExactly("2 read", "1 taken", "1 there already");
    assertThat(goal.rows())
        .extracting(row -> new String((byte[]) row.get("body"), UTF_8))
        .containsExactly("theirs", "1", "2");
  }

  @Test
  void expired_messages_are_skipped_and_what_kamailio_cannot_deliver_is_refused() throws Exception {
    keep(message(1, List.of(), "text/plain"));
    keep(message(2, List.of(new Header("X", "y".repeat(1000))), "text/plain"));
    keep(message(3, List.of(), "multipart/mixed;boundary=" + "b".repeat(20)));
    scene.execute("update silo set expires_at = received_at where id = 1");

    assertThat(scene.exportTo(goal)).isEqualTo(1);

    assertThat(scene.summary())
        .contains("3 read", "0 taken", "1 skipped, expired", "2 refused")
        .anyMatch(
            line ->
                line.contains("b@ob@example.org: its header fields take")
                    && line.contains("fewer than 1024"))
        .anyMatch(line -> line.contains("too long for the column ctype: 45, and there is room"));
    assertThat(goal.rows()).isEmpty();
  }

  @Test
  void a_table_of_opensips_is_written_in_its_own_shape() throws Exception {
    ForeignSilo opensips = ForeignSilo.create(folder.resolve("goal.db"), Shape.OPENSIPS);
    keep(message(1, List.of(new Header("X-Foo", "bar")), "text/plain"));

    assertThat(scene.exportTo(opensips)).isZero();

    assertThat(opensips.rows()).hasSize(1);
    assertThat(opensips.rows().get(0))
        .containsEntry("username", "b%40ob")
        .containsEntry("ctype", "text/plain")
        .doesNotContainKey("extra_hdrs");
  }

  @Test
  void the_table_of_2003_is_not_written_to() throws Exception {
    ForeignSilo ser = ForeignSilo.create(folder.resolve("goal.db"), Shape.SER_2003);
    keep(message(1, List.of(), "text/plain"));

    assertThat(scene.exportTo(ser)).isEqualTo(1);

    assertThat(scene.complaint()).startsWith("msilo: the table silo of ").contains("username");
    assertThat(ser.rows()).isEmpty();
  }

  private void keep(OfflineMessage message) throws Exception {
    try (OwnStore store = scene.open()) {
      store.messages().append(message).join();
    }
  }

  private static OfflineMessage message(long number, List<Header> headers, String type) {
    return new OfflineMessage(
        new MessageId(number),
        new AddressOfRecord("b@ob", "example.org"),
        "sip:b%40ob@example.org",
        "\"Alice\" <sip:alice@example.org>",
        "<sip:Bob@example.org;x=1>",
        new MessageOrigin("call-" + number + "@example.org", 7, "tag"),
        headers,
        new MessageBody(Optional.of(type), Long.toString(number).getBytes(UTF_8)),
        Instant.ofEpochSecond(NOW, 5_000_000),
        Instant.ofEpochSecond(TOMORROW),
        Optional.empty(),
        Optional.empty());
  }
}
