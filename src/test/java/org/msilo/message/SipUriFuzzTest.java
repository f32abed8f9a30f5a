package org.msilo.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/** Two URIs, a line each: equivalence is one, and those that are equivalent name one mailbox. */
@FuzzSeeds({
  "sip:bob@example.com\nsip:bob@EXAMPLE.com;lr",
  "sips:b%6fb:secret@[2001:DB8::1]:5061;transport=tcp?Subject=a&To=b\nsip:bob@[2001:db8:0::1]",
  "sip:bob@192.0.2.1:5060;maddr=239.255.255.1;ttl=15;method=MESSAGE\nsip:@h"
})
class SipUriFuzzTest implements FuzzProperty {
  @Override
  public void holdsFor(byte[] input) {
    String[] texts = new String(input, UTF_8).split("\n", 2);
    SipUri.parse(texts[0]).ifPresent(SipUriFuzzTest::isEquivalentToWhatItSays);
    if (texts.length == 2) {
      SipUri.parse(texts[0])
          .ifPresent(one -> SipUri.parse(texts[1]).ifPresent(other -> compare(one, other)));
    }
  }

  private static void isEquivalentToWhatItSays(SipUri uri) {
    assertThat(uri.isEquivalentTo(uri)).isTrue();
    String port = uri.port().isPresent() ? ":" + uri.port().getAsInt() : "";
    String user = uri.user().map(name -> name + "@").orElse("");
    String text = (uri.secure() ? "sips:" : "sip:") + user + uri.host() + port;
    SipUri again = SipUri.parse(text).orElseThrow();
    assertThat(again.user()).isEqualTo(uri.user());
    assertThat(again.host()).isEqualTo(uri.host());
    assertThat(again.port()).isEqualTo(uri.port());
    assertThat(uri.portOrDefault()).isBetween(1, 65_535);
  }

  private static void compare(SipUri one, SipUri other) {
    assertThat(one.isEquivalentTo(other)).isEqualTo(other.isEquivalentTo(one));
    if (one.isEquivalentTo(other)) {
      assertThat(one.addressOfRecord()).isEqualTo(other.addressOfRecord());
    }
  }
}
