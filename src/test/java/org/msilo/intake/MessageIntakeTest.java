package org.msilo.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.expiringAt;
import static org.msilo.testing.MessageFixtures.from;
import static org.msilo.testing.MessageFixtures.message;
import static org.msilo.testing.MessageFixtures.withBody;
import static org.msilo.testing.MessageFixtures.withHeaders;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Header;
import org.msilo.message.MessageBody;
import org.msilo.message.OfflineMessage;
import org.msilo.store.MessageStore;
import org.msilo.store.MessageStoreException;
import org.msilo.testing.InMemoryMessageStore;
import org.msilo.testing.SettableClock;

/** What is kept and what is not. */
class MessageIntakeTest {
  private static final AddressOfRecord REGISTRAR = new AddressOfRecord("silo", "example.org");

  private final InMemoryMessageStore store = new InMemoryMessageStore(new SettableClock(NOON));
  private final MessageIntake intake = intake(store);

  @Test
  void message_is_kept() {
    assertThat(keep(message(1))).isEqualTo(IntakeDecision.KEPT);
    assertThat(store.hasMail(BOB).join()).isTrue();
  }

  @Test
  void message_that_comes_again_was_kept_before() {
    keep(message(1));

    assertThat(keep(message(1))).isEqualTo(IntakeDecision.KEPT_BEFORE);
  }

  @Test
  void expired_message_is_not_kept() {
    assertThat(keep(expiringAt(message(1), NOON))).isEqualTo(IntakeDecision.NOT_WORTH_KEEPING);
    assertThat(keep(expiringAt(message(2), NOON.minusSeconds(1))))
        .isEqualTo(IntakeDecision.NOT_WORTH_KEEPING);
    assertThat(store.hasMail(BOB).join()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/im-iscomposing+xml", "Application/IM-isComposing+XML; charset=UTF-8"})
  void typing_notification_is_not_kept(String type) {
    OfflineMessage typing =
        withBody(message(1), new MessageBody(Optional.of(type), new byte[] {1}));

    assertThat(keep(typing)).isEqualTo(IntakeDecision.NOT_WORTH_KEEPING);
  }

  @Test
  void mail_from_and_to_the_registrar_is_not_kept() {
    OfflineMessage notice = from(message(1), "Silo <sip:silo@EXAMPLE.org>", Optional.empty());

    assertThat(keep(notice)).isEqualTo(IntakeDecision.NOT_WORTH_KEEPING);
    assertThat(keep(message(2, REGISTRAR))).isEqualTo(IntakeDecision.NOT_WORTH_KEEPING);
  }

  @Test
  void without_registrar_everybodys_mail_is_kept() {
    MessageIntake withoutRegistrar =
        new MessageIntake(store, new StoragePolicy(Duration.ofDays(3), Optional.empty()));

    assertThat(withoutRegistrar.keep(message(1, REGISTRAR)).join()).isEqualTo(IntakeDecision.KEPT);
  }

  @Test
  void sender_without_address_of_record_is_no_registrar() {
    assertThat(keep(from(message(1), "<tel:+123>", Optional.empty())))
        .isEqualTo(IntakeDecision.KEPT);
  }

  @Test
  void headers_of_eight_kibibytes_are_too_large() {
    assertThat(keep(withHeader(1, 7500))).isEqualTo(IntakeDecision.KEPT);
    assertThat(keep(withHeader(2, 8192))).isEqualTo(IntakeDecision.TOO_LARGE);
  }

  @Test
  void many_small_headers_are_too_large_together() {
    Header[] many = new Header[1000];
    Arrays.fill(many, new Header("X-A", "12345"));

    assertThat(keep(withHeaders(message(1), many))).isEqualTo(IntakeDecision.TOO_LARGE);
  }

  @Test
  void addresses_count_as_headers() {
    String longName = "\"" + "a".repeat(8192) + "\" <sip:alice@example.org>";

    assertThat(keep(from(message(1), longName, Optional.empty())))
        .isEqualTo(IntakeDecision.TOO_LARGE);
  }

  @Test
  void body_does_not_count_as_header() {
    MessageBody body = new MessageBody(Optional.of("text/plain"), new byte[65_536]);

    assertThat(keep(withBody(message(1), body))).isEqualTo(IntakeDecision.KEPT);
  }

  @Test
  void failing_store_keeps_nothing_and_says_so() {
    MessageStore failing = mock(MessageStore.class);
    when(failing.append(any()))
        .thenReturn(CompletableFuture.failedFuture(new MessageStoreException("full")));

    assertThat(intake(failing).keep(message(1))).isCompletedExceptionally();
  }

  private IntakeDecision keep(OfflineMessage message) {
    IntakeDecision judged = intake.judge(message);
    IntakeDecision decision = intake.keep(message).join();
    assertThat(judged == IntakeDecision.KEPT)
        .as("judged as it is kept")
        .isEqualTo(decision == IntakeDecision.KEPT || decision == IntakeDecision.KEPT_BEFORE);
    return decision;
  }

  private static OfflineMessage withHeader(long number, int length) {
    return withHeaders(message(number), new Header("X", "x".repeat(length)));
  }

  private static MessageIntake intake(MessageStore store) {
    return new MessageIntake(store, new StoragePolicy(Duration.ofDays(3), Optional.of(REGISTRAR)));
  }
}
