package org.msilo.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.message;
import static org.msilo.testing.MessageFixtures.text;
import static org.msilo.testing.MessageFixtures.withBody;
import static org.msilo.testing.MessageFixtures.withHeaders;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Header;
import org.msilo.message.MessageBody;
import org.msilo.message.MessageId;
import org.msilo.message.MessageOrigin;
import org.msilo.message.OfflineMessage;

/** What comes out of any message store is what went in. */
public interface RoundTripContract extends StoreScene {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "o'brien",
        "\"quoted\"",
        "100%25",
        "%_",
        "under_score",
        "back\\slash",
        "a b",
        "a@b",
        "%",
        "j\u00f6rg",
        "\u4e2d\u6587",
        "\ud83d\ude00",
        "; drop table silo; --",
        "BOB",
        "%00"
      })
  default void strange_users_have_mailboxes_of_their_own(String user) {
    AddressOfRecord strange = new AddressOfRecord(user, "example.org");
    append(message(1, BOB));
    append(message(2, new AddressOfRecord("underXscore", "example.org")));
    append(message(3, strange));

    assertThat(hasMail(strange)).isTrue();
    assertThat(claim(strange).first()).hasValue(message(3, strange));
    store().release(new Release(strange, Optional.of(NOON), 1, 480)).join();
    assertThat(store().dueMailboxes(NOON, 10)).containsExactly(strange);
    store().remove(strange, new MessageId(3)).join();
    assertThat(hasMail(strange)).isFalse();
    assertThat(hasMail(BOB)).isTrue();
  }

  static List<byte[]> body_comes_back_byte_for_byte() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    byte[] large = new byte[65_536];
    new Random(1).nextBytes(large);
    return List.of(
        new byte[0],
        new byte[1],
        all,
        large,
        "\r\n\r\n".getBytes(UTF_8),
        "  blanks  ".getBytes(UTF_8),
        "\ud83d\ude00 \u4e2d\u6587".getBytes(UTF_8),
        "\u00e9\u00ff".getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @MethodSource
  default void body_comes_back_byte_for_byte(byte[] content) {
    append(withBody(message(1), new MessageBody(Optional.of("application/x-any"), content)));

    assertThat(claim(BOB).first().orElseThrow().body().bytes()).isEqualTo(content);
  }

  @Test
  default void message_comes_back_as_it_was() {
    OfflineMessage full =
        new OfflineMessage(
            new MessageId(Long.MAX_VALUE),
            BOB,
            "sip:bob@example.org:5070;transport=tcp?Subject=x",
            "\"\u00c5sa; \\\"the\\\" <boss>\" <sip:alice@example.org>;x=y",
            "\"\" <sip:bob@example.org>",
            new MessageOrigin("c@\u00e9", 4_294_967_295L, ""),
            List.of(
                new Header("Subject", "a: b; \"c\" \u4e2d\u6587"),
                new Header("X-Empty", ""),
                new Header("X-Twice", "1"),
                new Header("x-twice", "2")),
            new MessageBody(Optional.of("text/plain; charset=\"UTF-8\";x=y"), new byte[] {0}),
            NOON.plusMillis(123),
            NOON.plus(Duration.ofDays(3)).plusMillis(1),
            Optional.of("sip:alice@192.0.2.1:5062;transport=tcp"),
            Optional.of("sip:10.0.0.1:5060;lr"));
    append(full);

    assertThat(claim(BOB).first()).hasValue(full);
  }

  @Test
  default void message_without_body_headers_and_options_comes_back_as_it_was() {
    OfflineMessage bare = withBody(message(1), new MessageBody(Optional.empty(), new byte[0]));
    append(bare);

    assertThat(claim(BOB).first()).hasValue(bare);
  }

  @Test
  default void headers_of_eight_kibibytes_come_back_as_they_were() {
    OfflineMessage heavy =
        withHeaders(
            message(1),
            Stream.generate(() -> new Header("X-Long", "x".repeat(1014)))
                .limit(8)
                .toArray(Header[]::new));
    append(heavy);

    assertThat(claim(BOB).first()).hasValue(heavy);
  }

  @Test
  default void type_of_an_empty_body_is_kept() {
    OfflineMessage empty = withBody(message(1), text(""));
    append(empty);

    assertThat(claim(BOB).first()).hasValue(empty);
  }
}
