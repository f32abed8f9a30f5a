package org.msilo.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.msilo.testing.MessageFixtures.ALICE;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.binding;
import static org.msilo.testing.MessageFixtures.expiringAt;
import static org.msilo.testing.MessageFixtures.from;
import static org.msilo.testing.MessageFixtures.message;
import static org.msilo.testing.MessageFixtures.withHeaders;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The small values around a message, and what they refuse. */
class OfflineMessageTest {

  @Test
  void message_is_expired_from_its_last_moment_on() {
    OfflineMessage message = expiringAt(message(1), NOON.plusSeconds(10));

    assertThat(message.isExpiredAt(NOON.plusSeconds(9))).isFalse();
    assertThat(message.isExpiredAt(NOON.plusSeconds(10))).isTrue();
  }

  @Test
  void sender_is_the_address_in_from() {
    assertThat(message(1).sender()).hasValue(ALICE);
    assertThat(from(message(1), "<tel:+123>", Optional.empty()).sender()).isEmpty();
  }

  @Test
  void header_is_found_in_any_case() {
    OfflineMessage message = withHeaders(message(1), new Header("Subject", "hi"));

    assertThat(message.header("SUBJECT")).hasValue("hi");
    assertThat(message.header("Priority")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"one\ntwo", "one\rtwo", "one\r\ntwo", "\n"})
  void header_of_two_lines_is_refused(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Header("Subject", value));
  }

  @Test
  void header_without_name_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Header("", "value"));
  }

  @Test
  void body_needs_a_type_unless_it_is_empty() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MessageBody(Optional.empty(), new byte[1]));
    assertThat(new MessageBody(Optional.empty(), new byte[0]).mediaType()).isEmpty();
  }

  @Test
  void media_type_has_no_parameters_and_no_capitals() {
    MessageBody body = new MessageBody(Optional.of("Text/PLAIN ; charset=UTF-8"), new byte[0]);

    assertThat(body.mediaType()).isEqualTo("text/plain");
  }

  @Test
  void bodies_are_equal_by_content() {
    MessageBody one = new MessageBody(Optional.of("text/plain"), new byte[] {1, 2});

    assertThat(one)
        .isEqualTo(new MessageBody(Optional.of("text/plain"), new byte[] {1, 2}))
        .hasSameHashCodeAs(new MessageBody(Optional.of("text/plain"), new byte[] {1, 2}))
        .isNotEqualTo(new MessageBody(Optional.of("text/plain"), new byte[] {1, 3}))
        .isNotEqualTo(new MessageBody(Optional.of("text/html"), new byte[] {1, 2}));
  }

  @Test
  void binding_is_for_equivalent_contacts() {
    assertThat(binding("sip:bob@192.0.2.1;x=1").isFor("sip:bob@192.0.2.1")).isTrue();
    assertThat(binding("sip:bob@192.0.2.1").isFor("sip:bob@192.0.2.1:5060")).isFalse();
    assertThat(binding("tel:+123").isFor("tel:+123")).isTrue();
    assertThat(binding("tel:+123").isFor("sip:bob@192.0.2.1")).isFalse();
  }

  @Test
  void binding_takes_mail_until_it_lapses() {
    Binding binding = binding("sip:bob@192.0.2.1");

    assertThat(binding.takesMailAt(NOON.plusSeconds(3599))).isTrue();
    assertThat(binding.takesMailAt(NOON.plusSeconds(3600))).isFalse();
  }
}
