package org.msilo.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.msilo.testing.MessageFixtures.ALICE;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.from;
import static org.msilo.testing.MessageFixtures.message;
import static org.msilo.testing.MessageFixtures.withBody;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.location.BindingStore;
import org.msilo.message.Binding;
import org.msilo.message.MessageBody;
import org.msilo.message.OfflineMessage;
import org.msilo.store.MessageStoreException;
import org.msilo.testing.InMemoryBindingStore;
import org.msilo.testing.SettableClock;

/** Who hears of his message, where, and who must not. */
class SenderNoticeTest {
  private static final Optional<String> PROXY = Optional.of("sip:10.0.0.1;lr");
  private static final Optional<String> REGISTRAR = Optional.of("sip:silo@example.org");
  private static final Optional<String> NO_PROXY = Optional.empty();
  private static final Optional<String> CONTACT = Optional.of("sip:eve@198.51.100.1:5070");
  private static final String EVE = "\"Eve\" <sip:eve@elsewhere.org>";
  private static final String LOCAL = "<sip:alice@example.org>";

  private final InMemoryBindingStore bindings = new InMemoryBindingStore(new SettableClock(NOON));
  private final List<Notice> sent = new ArrayList<>();

  @Test
  void sender_hears_at_the_contact_of_his_message() {
    notices(true, NO_PROXY).kept(from(message(1), EVE, CONTACT));

    assertThat(sent)
        .containsExactly(
            new Notice(
                "sip:silo@example.org",
                "sip:eve@elsewhere.org",
                "sip:eve@198.51.100.1:5070",
                List.of(),
                "sip:bob@example.org is away"));
  }

  @Test
  void sender_without_contact_hears_at_his_from() {
    notices(true, PROXY).kept(from(message(1), EVE, Optional.empty()));

    assertThat(sent).singleElement().returns("sip:eve@elsewhere.org", Notice::requestUri);
  }

  @Test
  void stranger_hears_nothing_where_no_proxy_of_the_operator_leads_to_him() {
    notices(true, NO_PROXY).kept(from(message(1), EVE, Optional.empty()));

    assertThat(sent).as("a From may name a victim").isEmpty();
  }

  @Test
  void stranger_hears_at_the_from_that_the_message_was_seen_to_come_from() {
    String from = "sip:eve@198.51.100.1:5070";

    notices(true, NO_PROXY).kept(from(message(1), "<" + from + ">", Optional.of(from)));

    assertThat(sent).singleElement().returns(from, Notice::requestUri);
  }

  @Test
  void from_counts_beside_a_contact_of_the_same_host_when_the_operator_says_so() {
    String from = "sip:eve@198.51.100.1:5080";

    notices(false, NO_PROXY).kept(from(message(1), "<" + from + ">", CONTACT));

    assertThat(sent).singleElement().returns(from, Notice::requestUri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sip:victim@198.51.100.2", "sip:victim@198.51.100.1;maddr=198.51.100.2", "tel:1"})
  void from_of_another_host_than_the_contact_leads_nowhere(String victim) {
    notices(false, NO_PROXY).kept(from(message(1), "<" + victim + ">", CONTACT));

    assertThat(sent).isEmpty();
  }

  @Test
  void contact_that_is_no_sip_uri_does_not_count() {
    notices(true, PROXY).kept(from(message(1), EVE, Optional.of("mailto:eve@elsewhere.org")));

    assertThat(sent).singleElement().returns("sip:eve@elsewhere.org", Notice::requestUri);
  }

  @Test
  void contact_does_not_count_when_the_operator_says_so() {
    notices(false, PROXY).kept(from(message(1), EVE, CONTACT));

    assertThat(sent).singleElement().returns("sip:eve@elsewhere.org", Notice::requestUri);
  }

  @Test
  void notice_goes_by_the_outbound_proxy() {
    notices(true, Optional.of("sip:10.0.0.1;lr")).kept(from(message(1), EVE, CONTACT));

    assertThat(sent).singleElement().returns(List.of("sip:10.0.0.1;lr"), Notice::route);
  }

  @Test
  void local_sender_hears_at_his_binding_by_its_path() {
    bindings.add(
        new Binding(
            ALICE,
            "sip:alice@192.0.2.7",
            "",
            1000,
            NOON.plus(Duration.ofHours(1)),
            "call",
            1,
            List.of("sip:edge.example.org;lr"),
            Optional.empty(),
            true,
            false,
            NOON));

    notices(false, Optional.of("sip:10.0.0.1;lr")).kept(from(message(1), LOCAL, Optional.empty()));

    assertThat(sent)
        .singleElement()
        .returns("sip:alice@192.0.2.7", Notice::requestUri)
        .returns("sip:alice@example.org", Notice::to)
        .returns(List.of("sip:edge.example.org;lr"), Notice::route);
  }

  @Test
  void local_sender_without_binding_hears_nothing() {
    notices(false, NO_PROXY).kept(from(message(1), LOCAL, Optional.empty()));

    assertThat(sent).isEmpty();
  }

  @Test
  void local_sender_whose_phone_takes_no_messages_hears_nothing() {
    bindings.add(
        new Binding(
            ALICE,
            "sip:alice@192.0.2.7",
            "",
            1000,
            NOON.plus(Duration.ofHours(1)),
            "call",
            1,
            List.of(),
            Optional.empty(),
            false,
            false,
            NOON));

    notices(false, NO_PROXY).kept(from(message(1), LOCAL, Optional.empty()));

    assertThat(sent).isEmpty();
  }

  @Test
  void failing_look_up_costs_the_notice_only() {
    BindingStore failing = mock(BindingStore.class);
    when(failing.bindingsOf(any()))
        .thenReturn(CompletableFuture.failedFuture(new MessageStoreException("gone")));

    notices(settings(REGISTRAR, false, NO_PROXY), failing)
        .kept(from(message(1), LOCAL, Optional.empty()));

    assertThat(sent).isEmpty();
  }

  @Test
  void sender_hears_of_refusal_and_expiry_if_the_operator_says_so() {
    OfflineMessage message = from(message(1), EVE, CONTACT);
    SenderNotice silent =
        notices(new NoticeSettings(REGISTRAR, true, "{to} is away", NO_PROXY, false), bindings);
    silent.refused(message);
    silent.expired(message);
    assertThat(sent).isEmpty();
    assertThat(silent.tellsOfExpiry()).isFalse();

    SenderNotice telling = notices(true, NO_PROXY);
    telling.refused(message);
    telling.expired(message);
    assertThat(telling.tellsOfExpiry()).isTrue();
    assertThat(sent)
        .extracting(Notice::text)
        .allMatch(text -> text.contains("sip:bob@example.org"))
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @Test
  void nobody_hears_that_a_report_or_a_notice_expired() {
    SenderNotice notices = notices(true, NO_PROXY);
    notices.expired(withType("message/imdn+xml", "<imdn/>"));
    notices.expired(withType("application/im-iscomposing+xml", "<isComposing/>"));
    notices.expired(from(message(1), "<sip:silo@example.org>", CONTACT));
    notices.refused(withType("message/imdn+xml", "<imdn/>"));

    assertThat(sent).isEmpty();
  }

  @Test
  void sender_hears_that_his_message_was_declined() {
    notices(true, NO_PROXY).declined(from(message(1), EVE, CONTACT));

    assertThat(sent)
        .singleElement()
        .satisfies(n -> assertThat(n.text()).contains("sip:bob@example.org", "declined"));
  }

  @Test
  void without_registrar_nobody_hears_anything() {
    SenderNotice notices = notices(settings(Optional.empty(), true, NO_PROXY), bindings);
    notices.kept(from(message(1), EVE, CONTACT));
    notices.declined(from(message(1), EVE, CONTACT));

    assertThat(sent).isEmpty();
  }

  @Test
  void registrar_never_hears_from_itself() {
    notices(true, NO_PROXY).kept(from(message(1), "<sip:silo@Example.org:5060>", CONTACT));

    assertThat(sent).isEmpty();
  }

  @Test
  void sender_that_is_no_address_of_record_hears_nothing() {
    notices(true, NO_PROXY).kept(from(message(1), "<tel:+123>", CONTACT));
    notices(true, NO_PROXY).kept(from(message(1), "<sip:elsewhere.org>", CONTACT));

    assertThat(sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message/imdn+xml",
        "Message/IMDN+xml;charset=UTF-8",
        "application/im-iscomposing+xml"
      })
  void machines_hear_nothing(String type) {
    notices(true, NO_PROXY).kept(withType(type, "<x/>"));

    assertThat(sent).isEmpty();
  }

  @Test
  void delivery_report_in_cpim_is_by_a_machine() {
    notices(true, NO_PROXY)
        .kept(
            withType(
                "message/cpim",
                "From: <sip:eve@elsewhere.org>\r\n\r\n"
                    + "Content-type: Message/IMDN+XML\r\n\r\n"
                    + "<imdn/>"));

    assertThat(sent).isEmpty();
  }

  @Test
  void text_in_cpim_is_by_a_person_even_if_it_asks_for_a_report() {
    notices(true, NO_PROXY)
        .kept(
            withType(
                "message/CPIM",
                "NS: imdn <urn:ietf:params:imdn>\r\nimdn.Disposition-Notification: display\r\n\r\n"
                    + "Content-type: text/plain\r\n\r\nhello"));

    assertThat(sent).hasSize(1);
  }

  @Test
  void notice_that_cannot_be_sent_holds_up_nobody() {
    NoticeSender broken =
        notice -> {
          throw new UnsupportedOperationException("no such transport");
        };
    SenderNotice notices =
        new SenderNotice(settings(REGISTRAR, true, NO_PROXY), bindings, aor -> false, broken);

    assertThatNoException().isThrownBy(() -> notices.kept(from(message(1), EVE, CONTACT)));
    assertThatNoException().isThrownBy(() -> notices.declined(from(message(1), EVE, CONTACT)));
  }

  private OfflineMessage withType(String type, String content) {
    return withBody(
        from(message(1), EVE, CONTACT),
        new MessageBody(Optional.of(type), content.getBytes(UTF_8)));
  }

  private SenderNotice notices(boolean useContact, Optional<String> nextHop) {
    return notices(settings(REGISTRAR, useContact, nextHop), bindings);
  }

  private SenderNotice notices(NoticeSettings settings, BindingStore store) {
    return new SenderNotice(settings, store, aor -> aor.host().equals("example.org"), sent::add);
  }

  private static NoticeSettings settings(
      Optional<String> registrar, boolean useContact, Optional<String> nextHop) {
    return new NoticeSettings(registrar, useContact, "{to} is away", nextHop, true);
  }
}
