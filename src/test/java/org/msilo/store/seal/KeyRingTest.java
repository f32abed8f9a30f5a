package org.msilo.store.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.msilo.testing.TestKeys;

class KeyRingTest {
  private static final Place HERE = new Place(1, "bob@example.org");
  private static final Content CONTENT =
      new Content("Subject: \u4e2d", "secret".getBytes(StandardCharsets.UTF_8));

  private final KeyRing keys = new KeyRing(TestKeys.named("new", "old"));

  @Test
  void what_is_sealed_opens_where_it_was_sealed_and_nowhere_else() {
    Sealed sealed = keys.seal(HERE, CONTENT);

    assertThat(keys.open(HERE, sealed)).isEqualTo(CONTENT);
    for (Place other :
        new Place[] {new Place(2, "bob@example.org"), new Place(1, "eve@example.org")}) {
      assertThatExceptionOfType(SealBrokenException.class)
          .isThrownBy(() -> keys.open(other, sealed));
    }
  }

  @Test
  void each_changed_bit_and_each_lost_byte_breaks_the_seal() {
    byte[] sealed = keys.seal(HERE, CONTENT).bytes();
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      byte[] cut = Arrays.copyOf(sealed, i);
      for (byte[] broken : new byte[][] {changed, cut}) {
        assertThatExceptionOfType(SealBrokenException.class)
            .isThrownBy(() -> keys.open(HERE, new Sealed("new", broken)));
      }
    }
  }

  @Test
  void the_first_key_seals_and_all_of_them_open() {
    Sealed sealedBefore = new KeyRing(TestKeys.named("old")).seal(HERE, CONTENT);

    assertThat(keys.seal(HERE, CONTENT).keyId()).isEqualTo("new");
    assertThat(keys.open(HERE, sealedBefore)).isEqualTo(CONTENT);
  }

  @Test
  void same_content_is_sealed_differently_each_time() {
    assertThat(keys.seal(HERE, CONTENT).bytes()).isNotEqualTo(keys.seal(HERE, CONTENT).bytes());
  }

  @Test
  void fingerprints_tell_keys_apart_and_texts_show_nothing() {
    assertThat(keys.fingerprint("new"))
        .isEqualTo(new KeyRing(TestKeys.named("new")).fingerprint("new"))
        .isNotEqualTo(keys.fingerprint("old"))
        .isNotEqualTo(new KeyRing(Map.of("new", new byte[32])).fingerprint("new"));
    assertThat(keys).hasToString("keys [new, old]");
    assertThat(CONTENT.toString()).doesNotContain("secret").doesNotContain("Subject");
  }
}
