package org.msilo.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.transfer.ForeignSilo.NOW;
import static org.msilo.transfer.ForeignSilo.TOMORROW;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.msilo.message.Header;
import org.msilo.message.OfflineMessage;
import org.msilo.testing.TestDatabase;
import org.msilo.transfer.ForeignSilo.Shape;

/** Tables of the shapes of twenty years, and what becomes of their rows, in each database. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ImportTest {
  private static final byte[] BODY = "grüß dich \0 \r\n€".getBytes(UTF_8);

  private final TestDatabase on;
  @TempDir private Path folder;
  private TransferScene scene;

  ImportTest(TestDatabase on) {
    this.on = on;
  }

  @BeforeEach
  void prepare() {
    scene = TransferScene.on(on, folder.resolve("home"));
  }

  @ParameterizedTest
  @EnumSource(names = "SER_2", mode = Mode.EXCLUDE)
  void a_row_of_each_shape_becomes_the_message_it_was(Shape shape) throws Exception {
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), shape);
    silo.add(row(shape));

    assertThat(scene.importFrom(silo)).isZero();

    assertThat(scene.summary()).containsExactly("1 read", "1 taken");
    OfflineMessage message = scene.mail().get(0);
    assertThat(message.mailbox()).hasToString("bob@example.org");
    assertThat(message.requestUri()).isEqualTo("sip:bob@example.org");
    assertThat(message.from()).isEqualTo("<sip:alice@example.org;x=1>");
    assertThat(message.to()).isEqualTo("<sip:Bob@Example.org>");
    assertThat(message.body().contentType()).hasValue("text/html");
    assertThat(message.body().bytes()).isEqualTo(BODY);
    assertThat(message.receivedAt()).isEqualTo(Instant.ofEpochSecond(NOW - 100));
    assertThat(message.expiresAt()).isEqualTo(Instant.ofEpochSecond(TOMORROW));
    boolean withHeaders = shape == Shape.KAMAILIO_7 || shape == Shape.KAMAILIO_8;
    assertThat(message.headers())
        .isEqualTo(
            withHeaders
                ? List.of(new Header("X-Foo", "bar baz"), new Header("Privacy", "id"))
                : List.of());
  }

  private static Map<String, Object> row(Shape shape) {
    Map<String, Object> row =
        new HashMap<>(
            Map.of(
                "src_addr",
                "sip:alice@example.org;x=1",
                "dst_addr",
                "sip:Bob@Example.org",
                "inc_time",
                NOW - 100,
                "exp_time",
                TOMORROW,
                "ctype",
                "text/html",
                "body",
                BODY));
    if (shape == Shape.SER_2003) {
      row.put("r_uri", "sip:bob@example.org");
    } else {
      row.putAll(Map.of("username", "bob", "domain", "example.org"));
    }
    if (shape == Shape.KAMAILIO_7 || shape == Shape.KAMAILIO_8) {
      row.put("extra_hdrs", "X-Foo: bar\r\n  baz\r\nContact: <sip:a@b>\r\nPrivacy: id\r\n");
    }
    return row;
  }

  @Test
  void a_row_of_2004_without_a_mailbox_of_its_own_belongs_to_its_request_uri() throws Exception {
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), Shape.SER_2004);
    silo.add(with(kamailio("1"), "username", "", "domain", "", "r_uri", "sip:carol@example.org"));
    silo.add(with(kamailio("2"), "username", "", "domain", "", "r_uri", ""));

    assertThat(scene.importFrom(silo)).isZero();

    assertThat(scene.mail())
        .extracting(message -> message.mailbox().toString())
        .containsExactlyInAnyOrder("carol@example.org", "bob@example.org");
  }

  @Test
  void rows_come_in_the_order_of_their_table() throws Exception {
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), Shape.KAMAILIO_8);
    silo.addMany(900);

    assertThat(scene.importFrom(silo)).isZero();

    assertThat(scene.mail())
        .extracting(message -> new String(message.body().bytes(), UTF_8))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 900).mapToObj(String::valueOf).toList());
  }

  @Test
  void expired_rows_reminders_and_typing_are_skipped_and_bad_rows_refused_with_reasons()
      throws Exception {
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), Shape.KAMAILIO_8);
    silo.add(kamailio("good"));
    silo.add(with(kamailio("late"), "exp_time", NOW));
    silo.add(with(kamailio("never"), "exp_time", 0));
    silo.add(with(kamailio("negative"), "exp_time", -1));
    silo.add(with(kamailio("reminder"), "snd_time", TOMORROW));
    silo.add(with(kamailio("typing"), "ctype", "application/im-iscomposing+xml"));
    silo.add(with(kamailio("from"), "src_addr", "nobody"));
    silo.add(with(kamailio("to"), "dst_addr", "sip:bob@exa mple.org"));
    silo.add(with(kamailio("user"), "username", "b ob"));
    silo.add(with(kamailio("type"), "ctype", "text"));
    silo.add(with(kamailio("header"), "extra_hdrs", "X-Fine: 1\r\nno header\u0007\r\n"));
    silo.add(with(kamailio("much"), "extra_hdrs", "X: " + "y".repeat(9000) + "\r\n"));
    silo.add(with(kamailio("big"), "body", new byte[RowJudge.MOST_BODY_BYTES + 1]));

    assertThat(scene.importFrom(silo)).isEqualTo(1);

    assertThat(scene.summary())
        .containsExactly(
            "13 read",
            "1 taken",
            "3 skipped, expired",
            "1 skipped, reminder",
            "1 skipped, typing notification",
            "7 refused",
            "refused: row 7: src_addr is no address: \"nobody\"",
            "refused: row 8: dst_addr is no address: \"sip:bob@exa mple.org\"",
            "refused: row 9: username and domain are no mailbox: \"sip:b ob@example.org\"",
            "refused: row 10: ctype is no media type: \"text\"",
            "refused: row 11: extra_hdrs has a line that is no header field: \"no header?\"",
            "refused: row 12: its header fields have 9059 characters,"
                + " more than the 8192 that are kept",
            "refused: row 13: the body has more than 1048576 bytes");
    assertThat(scene.mail()).hasSize(1);
  }

  @Test
  void missing_values_are_what_the_other_server_takes_them_for() throws Exception {
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), Shape.OPENSIPS);
    silo.add(with(kamailio("hello"), "ctype", null));
    silo.add(with(kamailio(""), "inc_time", 0, "body", null));

    assertThat(scene.importFrom(silo)).isZero();

    List<OfflineMessage> mail = scene.mail();
    assertThat(mail)
        .allSatisfy(message -> assertThat(message.body().contentType()).hasValue("text/plain"))
        .extracting(message -> message.body().bytes().length)
        .containsExactly(5, 0);
    assertThat(mail.get(1).receivedAt()).isBetween(Instant.ofEpochSecond(NOW), Instant.now());
  }

  @Test
  void equal_rows_are_two_messages_and_a_second_run_repeats_none() throws Exception {
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), Shape.KAMAILIO_8);
    silo.add(kamailio("ok"));
    silo.add(kamailio("ok"));

    assertThat(scene.importFrom(silo)).isZero();
    silo.add(kamailio("ok"));
    assertThat(scene.importFrom(silo)).isZero();

    assertThat(scene.summary()).containsExactly("3 read", "1 taken", "2 there already");
    assertThat(scene.mail()).hasSize(3);
  }

  @Test
  void what_has_been_delivered_since_is_not_taken_again() throws Exception {
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), Shape.KAMAILIO_8);
    silo.add(kamailio("one"));
    scene.importFrom(silo);
    OfflineMessage message = scene.mail().get(0);
    try (OwnStore store = scene.open()) {
      store.messages().remove(message.mailbox(), message.id()).join();
    }

    assertThat(scene.importFrom(silo)).isZero();

    assertThat(scene.summary()).containsExactly("1 read", "0 taken", "1 there already");
    assertThat(scene.mail()).isEmpty();
  }

  @Test
  void what_was_stored_before_a_kill_but_not_noted_is_known_by_its_origin() throws Exception {
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), Shape.KAMAILIO_8);
    silo.addMany(10);
    scene.importFrom(silo);
    try (OwnStore store = scene.open()) {
      store.ledger().forgetExpired(Instant.ofEpochSecond(TOMORROW));
    }

    assertThat(scene.importFrom(silo)).isZero();

    assertThat(scene.summary()).containsExactly("10 read", "0 taken", "10 there already");
    assertThat(scene.mail()).hasSize(10);
  }

  @Test
  void two_tables_may_have_rows_of_the_same_second_and_number() throws Exception {
    ForeignSilo one = ForeignSilo.create(folder.resolve("one.db"), Shape.KAMAILIO_8);
    one.addMany(600);
    ForeignSilo other = ForeignSilo.create(folder.resolve("other.db"), Shape.KAMAILIO_8);
    other.addMany(600);
    other.execute("update silo set username = 'carol'");

    assertThat(scene.importFrom(one)).isZero();
    assertThat(scene.importFrom(other)).isZero();

    assertThat(scene.summary()).endsWith("600 read", "600 taken");
  }

  @Test
  void mail_of_the_other_server_stands_before_what_came_here_since() throws Exception {
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), Shape.KAMAILIO_8);
    silo.add(with(kamailio("second"), "inc_time", NOW - 50));
    scene.importFrom(silo);
    silo.execute("delete from silo");
    silo.add(with(kamailio("first"), "inc_time", NOW - 100));

    scene.importFrom(silo);

    assertThat(scene.mail())
        .extracting(message -> new String(message.body().bytes(), UTF_8))
        .containsExactly("first", "second");
  }

  @Test
  void a_dry_run_tells_the_same_and_changes_nothing() throws Exception {
    ForeignSilo silo = ForeignSilo.create(folder.resolve("foreign.db"), Shape.KAMAILIO_8);
    silo.add(kamailio("one"));
    silo.add(with(kamailio("late"), "exp_time", NOW - 1));
    byte[] before = Files.readAllBytes(folder.resolve("foreign.db"));

    assertThat(scene.importFrom(silo, "dry-run", "true")).isZero();

    assertThat(scene.summary())
        .containsExactly(
            "dry run: nothing was changed, this is what would come of it",
            "2 read",
            "1 taken",
            "1 skipped, expired");
    assertThat(folder.resolve("home")).doesNotExist();
    assertThat(Files.readAllBytes(folder.resolve("foreign.db"))).isEqualTo(before);
  }

  /** A row of a message from alice to bob. */
  static Map<String, Object> kamailio(String text) {
    return Map.of(
        "src_addr", "sip:alice@example.org",
        "dst_addr", "sip:bob@example.org",
        "username", "bob",
        "domain", "example.org",
        "inc_time", NOW - 100,
        "exp_time", TOMORROW,
        "ctype", "text/plain",
        "body", text.getBytes(UTF_8));
  }

  /** The row with other values, names and values in turn. */
  static Map<String, Object> with(Map<String, Object> row, Object... changes) {
    Map<String, Object> changed = new HashMap<>(row);
    for (int i = 0; i < changes.length; i += 2) {
      changed.put((String) changes[i], changes[i + 1]);
    }
    return changed;
  }
}
