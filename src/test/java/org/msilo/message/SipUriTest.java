package org.msilo.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URIs taken apart, and compared by RFC 3261 19.1.4 with its own examples. */
class SipUriTest {

  @Test
  void uri_is_taken_apart() {
    SipUri uri =
        uri("sips:alice:pass@Example.ORG:5061;Transport=tcp;lr;x=%41?Subject=hi&Priority=urgent");

    assertThat(uri.secure()).isTrue();
    assertThat(uri.user()).hasValue("alice");
    assertThat(uri.host()).isEqualTo("example.org");
    assertThat(uri.port()).hasValue(5061);
    assertThat(uri.parameters())
        .containsEntry("transport", "tcp")
        .containsEntry("lr", "")
        .containsEntry("x", "A");
    assertThat(uri.headers()).isEqualTo("Subject=hi&Priority=urgent");
  }

  @Test
  void uri_of_a_server_has_no_user() {
    SipUri uri = uri("sip:[2001:db8::10]:5060;lr");

    assertThat(uri.user()).isEmpty();
    assertThat(uri.host()).isEqualTo("[2001:db8::10]");
    assertThat(uri.port()).hasValue(5060);
    assertThat(uri.addressOfRecord()).isEmpty();
  }

  @Test
  void user_may_hold_semicolons_and_question_marks() {
    SipUri uri = uri("sip:alice;day=tuesday?x@atlanta.com;lr");

    assertThat(uri.user()).hasValue("alice;day=tuesday?x");
    assertThat(uri.parameters()).containsOnlyKeys("lr");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a.b",
        "a-b.c.",
        "1",
        "192.0.2.1",
        "[::1]",
        "[2001:db8::10.0.0.1]",
        "a:1",
        "a:65535",
        "A.:5060",
        "[::1]:5060"
      })
  void these_are_hosts_and_ports(String hostPort) {
    assertThat(SipUri.parse("sip:bob@" + hostPort)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a..",
        ".a",
        "-a",
        "a-",
        "a_b",
        "a b",
        "ä",
        "[]",
        "[",
        "[::1",
        "::1]",
        "[g::1]",
        "[::1]5060",
        "[::1]x5060",
        "a:",
        "a:0",
        "a:65536",
        "a:123456",
        "a:50x",
        "a:-1",
        "a:5060:1"
      })
  void these_are_none(String hostPort) {
    assertThat(SipUri.parse("sip:bob@" + hostPort)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sip:%61lice@atlanta.com;transport=TCP, sip:alice@AtlanTa.CoM;Transport=tcp",
    "sip:carol@chicago.com, sip:carol@chicago.com;newparam=5",
    "sip:carol@chicago.com, sip:carol@chicago.com;security=on",
    "sip:carol@chicago.com;newparam=5, sip:carol@chicago.com;security=on",
    "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com,"
        + "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com",
    "sip:alice@atlanta.com?subject=project%20x&priority=urgent,"
        + "sip:alice@atlanta.com?priority=urgent&subject=project%20x"
  })
  void these_are_equivalent_in_the_rfc(String one, String other) {
    assertThat(uri(one).isEquivalentTo(uri(other))).isTrue();
    assertThat(uri(other).isEquivalentTo(uri(one))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "SIP:ALICE@AtlanTa.CoM;Transport=udp, sip:alice@AtlanTa.CoM;Transport=UDP",
    "sip:bob@biloxi.com, sip:bob@biloxi.com:5060",
    "sip:bob@biloxi.com, sip:bob@biloxi.com;transport=udp",
    "sip:bob@biloxi.com, sip:bob@biloxi.com:6000;transport=tcp",
    "sip:carol@chicago.com, sip:carol@chicago.com?Subject=next%20meeting",
    "sip:bob@phone21.boxesbybob.com, sip:bob@192.0.2.4",
    "sip:carol@chicago.com;security=on, sip:carol@chicago.com;security=off"
  })
  void these_are_not_equivalent_in_the_rfc(String one, String other) {
    assertThat(uri(one).isEquivalentTo(uri(other))).isFalse();
    assertThat(uri(other).isEquivalentTo(uri(one))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "sip:bob@biloxi.com, sips:bob@biloxi.com",
    "sip:biloxi.com, sip:bob@biloxi.com",
    "sip:bob@biloxi.com;user=phone, sip:bob@biloxi.com",
    "sip:bob@biloxi.com;ttl=1, sip:bob@biloxi.com",
    "sip:bob@biloxi.com;method=MESSAGE, sip:bob@biloxi.com",
    "sip:bob@biloxi.com;maddr=192.0.2.1, sip:bob@biloxi.com"
  })
  void scheme_user_and_some_parameters_are_never_ignored(String one, String other) {
    assertThat(uri(one).isEquivalentTo(uri(other))).isFalse();
    assertThat(uri(other).isEquivalentTo(uri(one))).isFalse();
  }

  private static SipUri uri(String text) {
    return SipUri.parse(text).orElseThrow();
  }
}
