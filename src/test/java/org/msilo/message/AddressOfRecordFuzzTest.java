package org.msilo.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/**
 * Two URIs, a line each: they name one mailbox exactly if their users are the same bytes and their
 * hosts the same name, and the canonical form is a fixed point.
 */
@FuzzSeeds({
  "sip:bob@example.com\nsips:b%6Fb:pw@EXAMPLE.com.:5061;x=y",
  "sip:b%25ob@h\nsip:b%ob@h",
  "sip:b\u00f6b@h\nsip:b%C3%B6b@h",
  "sip:b%ff@h\nsip:b%25ff@h",
  "sip:b%0D%0Ab@h\nsip:b%250D%250Ab@h"
})
class AddressOfRecordFuzzTest implements FuzzProperty {
  @Override
  public void holdsFor(byte[] input) {
    String[] texts = new String(input, UTF_8).split("\n", 2);
    Optional<AddressOfRecord> one = AddressOfRecord.parse(texts[0]);
    one.ifPresent(AddressOfRecordFuzzTest::isCanonical);
    Optional<AddressOfRecord> other =
        texts.length < 2 ? Optional.empty() : AddressOfRecord.parse(texts[1]);
    if (one.isPresent() && other.isPresent()) {
      boolean same = isSameUser(texts[0], texts[1]) && one.get().host().equals(other.get().host());
      assertThat(one.equals(other)).isEqualTo(same);
      assertThat(one.get().toString().equals(other.get().toString())).isEqualTo(same);
    }
  }

  private static void isCanonical(AddressOfRecord aor) {
    assertThat(AddressOfRecord.parse(aor.toUri())).hasValue(aor);
    assertThat(AddressOfRecord.ofCanonical(aor.toString())).isEqualTo(aor);
    assertThat(AddressOfRecord.canonicalHost(aor.host())).isEqualTo(aor.host());
    assertThat(aor.toString()).hasSizeLessThanOrEqualTo(AddressOfRecord.MAX_LENGTH);
    assertThat(aor.toString().chars()).noneMatch(c -> c < 0x20 || c == 0x7f);
    assertThat(aor.toUri().chars()).allMatch(c -> c > 0x20 && c < 0x7f);
  }

  private static boolean isSameUser(String one, String other) {
    return Arrays.equals(userBytes(one), userBytes(other));
  }

  /** RFC 3261 19.1.4 by itself: what stands before the at sign, each escape undone. */
  private static byte[] userBytes(String uri) {
    String userInfo = uri.substring(uri.indexOf(':') + 1, uri.indexOf('@')).stripLeading();
    byte[] escaped = userInfo.split(":", 2)[0].getBytes(UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length; i++) {
      int end = Math.min(escaped.length, i + 3);
      String three = new String(escaped, i, end - i, UTF_8);
      if (three.matches("%[0-9a-fA-F]{2}")) {
        bytes.write(Integer.parseInt(three.substring(1), 16));
        i += 2;
      } else {
        bytes.write(escaped[i]);
      }
    }
    return bytes.toByteArray();
  }
}
