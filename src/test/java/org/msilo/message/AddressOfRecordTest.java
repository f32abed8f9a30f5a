package org.msilo.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The canonical form of RFC 3261 10.3: one mailbox for one user, and never one for two. */
class AddressOfRecordTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:bob@example.org",
        "sips:bob@example.org",
        "SIP:bob@EXAMPLE.org",
        "sip:bob@example.org.",
        "sip:bob@example.org:5070",
        "sip:bob:secret@example.org",
        "sip:bob@example.org;transport=tcp;user=phone",
        "sip:bob@example.org?Subject=hello",
        "sip:bob:secret@Example.ORG:5060;lr?a=b",
        "sip:%62ob@example.org",
        "sip:b%6Fb@example.org",
        " sip:bob@example.org "
      })
  void every_spelling_of_an_address_is_one_mailbox(String uri) {
    assertThat(AddressOfRecord.parse(uri))
        .map(AddressOfRecord::toString)
        .hasValue("bob@example.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:Bob@example.org",
        "sip:bob@example.com",
        "sip:bob%2562@example.org",
        "sip:%2562ob@example.org",
        "sip:bob%20@example.org",
        "sip:bob@sub.example.org"
      })
  void other_users_have_other_mailboxes(String uri) {
    assertThat(AddressOfRecord.parse(uri).orElseThrow())
        .isNotEqualTo(new AddressOfRecord("bob", "example.org"));
  }

  @Test
  void escapes_are_undone_once_only() {
    assertThat(AddressOfRecord.parse("sip:%2562ob@example.org"))
        .map(AddressOfRecord::user)
        .hasValue("%2562ob");
  }

  @Test
  void percent_sign_without_digits_is_the_same_as_an_escaped_one() {
    assertThat(AddressOfRecord.parse("sip:50%@example.org"))
        .isEqualTo(AddressOfRecord.parse("sip:50%25@example.org"));
  }

  @Test
  void escape_cut_short_by_the_end_stays_text() {
    assertThat(AddressOfRecord.parse("sip:bob%6@example.org"))
        .map(AddressOfRecord::user)
        .hasValue("bob%256");
  }

  @Test
  void digits_of_escapes_are_read_in_either_case() {
    assertThat(AddressOfRecord.parse("sip:j%c3%b6rg@example.org"))
        .isEqualTo(AddressOfRecord.parse("sip:j%C3%B6rg@example.org"))
        .map(AddressOfRecord::user)
        .hasValue("j\u00f6rg");
  }

  @Test
  void escaped_at_sign_belongs_to_the_user() {
    AddressOfRecord aor = AddressOfRecord.parse("sip:bob%40home@example.org").orElseThrow();

    assertThat(aor.user()).isEqualTo("bob@home");
    assertThat(aor.host()).isEqualTo("example.org");
    assertThat(AddressOfRecord.ofCanonical(aor.toString())).isEqualTo(aor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%00", "%0d%0a", "%0A", "%7f", "%1B"})
  void control_characters_never_become_raw(String escaped) {
    AddressOfRecord aor = AddressOfRecord.parse("sip:bob" + escaped + "@example.org").orElseThrow();

    assertThat(aor.toString().chars()).allMatch(c -> c >= 0x20 && c != 0x7f);
    assertThat(aor.toUri().chars()).allMatch(c -> c > 0x20 && c < 0x7f);
    assertThat(aor).isNotEqualTo(new AddressOfRecord("bob", "example.org"));
  }

  @Test
  void bytes_that_are_no_utf_8_stay_escaped_and_apart() {
    assertThat(AddressOfRecord.parse("sip:bob%ff@example.org"))
        .map(AddressOfRecord::user)
        .hasValue("bob%FF");
    assertThat(AddressOfRecord.parse("sip:bob%ff@example.org"))
        .isNotEqualTo(AddressOfRecord.parse("sip:bob%fe@example.org"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bob",
        "b%2562ob",
        "%25",
        "o'brien",
        "bob%40home",
        "a;b=c?d",
        "j%C3%B6rg",
        "b%20b",
        "%FF",
        "a%3Ab",
        "%22quoted%22",
        "%00",
        "+49-30",
        "under_score",
        "back%5Cslash"
      })
  void written_as_a_uri_it_is_read_as_the_same_address(String user) {
    AddressOfRecord aor = AddressOfRecord.parse("sip:" + user + "@example.org").orElseThrow();

    assertThat(AddressOfRecord.parse(aor.toUri())).hasValue(aor);
    assertThat(AddressOfRecord.ofCanonical(aor.toString())).isEqualTo(aor);
  }

  @ParameterizedTest
  @CsvSource({
    "sip:bob@[2001:DB8::1],        sip:bob@[2001:db8:0:0:0:0:0:1]",
    "sip:bob@[2001:db8::1]:5060,   sip:bob@[2001:0db8::0001]",
    "sip:bob@[::1],                sip:bob@[0:0:0:0:0:0:0:1]",
    "sip:bob@[::ffff:192.0.2.1],   sip:bob@192.0.2.1"
  })
  void an_ip_address_has_one_form(String uri, String same) {
    assertThat(AddressOfRecord.parse(uri)).isPresent().isEqualTo(AddressOfRecord.parse(same));
  }

  @Test
  void ipv6_host_stands_in_brackets() {
    assertThat(AddressOfRecord.parse("sip:bob@[2001:DB8::1]"))
        .map(AddressOfRecord::host)
        .hasValue("[2001:db8:0:0:0:0:0:1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bob@example.org",
        "sip:example.org",
        "sip:@example.org",
        "sip::secret@example.org",
        "sip:bob@",
        "sip:bob@exam ple.org",
        "sip:a@b@example.org",
        "sip:bob@example.org:port",
        "sip:bob@example.org:",
        "sip:bob@example.org:0",
        "sip:bob@example.org:65536",
        "sip:bob@[::1",
        "tel:+358-555-1234567",
        "mailto:bob@example.org",
        "http://bob@example.org"
      })
  void what_names_no_user_of_a_host_is_no_mailbox(String uri) {
    assertThat(AddressOfRecord.parse(uri)).isEmpty();
  }

  @Test
  void longest_address_is_512_characters() {
    String host = "@example.org";
    String longest = "b".repeat(AddressOfRecord.MAX_LENGTH - host.length());

    assertThat(AddressOfRecord.parse("sip:" + longest + host)).isPresent();
    assertThat(AddressOfRecord.parse("sip:" + longest + "b" + host)).isEmpty();
    assertThat(AddressOfRecord.parse("sip:b@" + "e".repeat(8000) + ".org")).isEmpty();
  }

  @Test
  void user_and_host_are_both_needed() {
    assertThatIllegalArgumentException().isThrownBy(() -> new AddressOfRecord("", "example.org"));
    assertThatIllegalArgumentException().isThrownBy(() -> new AddressOfRecord("bob", ""));
  }

  @Test
  void user_whose_bytes_were_unreadable_has_no_mailbox() {
    assertThat(AddressOfRecord.parse("sip:b\uFFFDb@example.org")).isEmpty();
    assertThat(AddressOfRecord.parse("sip:b%EF%BF%BDb@example.org")).isPresent();
  }
}
