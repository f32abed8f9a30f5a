package org.msilo.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.ALICE;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.CAROL;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.asking;
import static org.msilo.testing.MessageFixtures.hours;
import static org.msilo.testing.MessageFixtures.register;
import static org.msilo.testing.MessageFixtures.removeAll;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.msilo.location.RegisterOutcome.Status;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.testing.SettableClock;

/** What any binding store must do; whoever implements one runs these. */
public interface BindingStoreContract {
  String DESK = "sip:bob@192.0.2.1:5062;transport=tcp";
  String MOBILE = "sip:bob@192.0.2.2";

  /** A store with the settings of {@link org.msilo.testing.InMemoryBindingStore#SETTINGS}. */
  BindingStore store();

  /** Its clock; stands at {@link org.msilo.testing.MessageFixtures#NOON}. */
  SettableClock clock();

  @Test
  default void nobody_is_bound_at_first() {
    assertThat(bindings(BOB)).isEmpty();
  }

  @Test
  default void registered_contact_is_found() {
    RegisterOutcome outcome = store().register(register(BOB, "a", 1, NOON, DESK)).join();

    assertThat(outcome.status()).isEqualTo(Status.DONE);
    assertThat(bindings(BOB)).isEqualTo(outcome.bindings());
    assertThat(contacts(BOB)).containsExactly(DESK);
    assertThat(contacts(ALICE)).isEmpty();
  }

  @Test
  default void binding_comes_back_as_it_was_registered() {
    Instant received = NOON.plusMillis(123);
    Registration registration =
        new Registration(
            new AddressOfRecord("b%00\"o'b\\_\u4e2d", "example.org"),
            "call@192.0.2.1",
            4_294_967_295L,
            false,
            List.of(
                new ContactUpdate(
                    DESK,
                    ";+sip.instance=\"<urn:uuid:0>\";x",
                    701,
                    Optional.of(Duration.ofSeconds(77)),
                    false)),
            List.of("sip:edge@192.0.2.8;lr;ob", "sip:[2001:db8::1];lr"),
            Optional.of("sip:192.0.2.9:7000;transport=ws;lr"),
            received);

    RegisterOutcome outcome = store().register(registration).join();

    assertThat(bindings(registration.aor()))
        .containsExactly(
            new Binding(
                registration.aor(),
                DESK,
                ";+sip.instance=\"<urn:uuid:0>\";x",
                701,
                received.plusSeconds(77),
                "call@192.0.2.1",
                4_294_967_295L,
                registration.path(),
                registration.flow(),
                false,
                false,
                received))
        .isEqualTo(outcome.bindings());
  }

  @Test
  default void preferred_contact_comes_first_then_the_latest() {
    registerAt(NOON, "a", new ContactUpdate("sip:bob@a", "", 500, Optional.empty(), true));
    registerAt(
        NOON.plusSeconds(1), "b", new ContactUpdate("sip:bob@b", "", 500, Optional.empty(), true));
    registerAt(
        NOON.plusSeconds(2), "c", new ContactUpdate("sip:bob@c", "", 200, Optional.empty(), true));
    registerAt(NOON, "d", new ContactUpdate("sip:bob@d", "", 1000, Optional.empty(), true));

    assertThat(contacts(BOB)).containsExactly("sip:bob@d", "sip:bob@b", "sip:bob@a", "sip:bob@c");
  }

  @Test
  default void refresh_lengthens_the_life() {
    store().register(register(BOB, "a", 1, NOON, DESK)).join();
    clock().advance(Duration.ofMinutes(59));
    store().register(register(BOB, "a", 2, clock().instant(), DESK)).join();
    clock().advance(Duration.ofMinutes(59));

    assertThat(contacts(BOB)).containsExactly(DESK);
  }

  @Test
  default void lapsed_binding_is_not_found_and_may_come_back() {
    store().register(register(BOB, "a", 1, NOON, DESK)).join();
    clock().advance(Duration.ofHours(1));
    assertThat(bindings(BOB)).isEmpty();

    assertThat(store().register(register(BOB, "a", 1, clock().instant(), DESK)).join().status())
        .isEqualTo(Status.DONE);

    assertThat(contacts(BOB)).containsExactly(DESK);
  }

  @Test
  default void contact_is_removed() {
    store().register(register(BOB, "a", 1, NOON, DESK, MOBILE)).join();
    store().register(register(BOB, "a", 2, NOON, List.of(asking(DESK, Duration.ZERO)))).join();

    assertThat(contacts(BOB)).containsExactly(MOBILE);
  }

  @Test
  default void asterisk_removes_all_of_one_address_only() {
    store().register(register(BOB, "a", 1, NOON, DESK, MOBILE)).join();
    store().register(register(CAROL, "a", 1, NOON, "sip:carol@192.0.2.3")).join();

    store().register(removeAll(BOB, "a", 2, NOON)).join();

    assertThat(bindings(BOB)).isEmpty();
    assertThat(contacts(CAROL)).containsExactly("sip:carol@192.0.2.3");
  }

  @Test
  default void refused_request_changes_nothing() {
    store().register(register(BOB, "a", 5, NOON, DESK)).join();
    List<Binding> before = bindings(BOB);

    RegisterOutcome outOfOrder =
        store()
            .register(
                register(
                    BOB, "a", 5, NOON.plusSeconds(1), List.of(hours(MOBILE, 1), hours(DESK, 2))))
            .join();
    RegisterOutcome tooBrief =
        store()
            .register(
                register(
                    BOB,
                    "b",
                    1,
                    NOON.plusSeconds(1),
                    List.of(hours(MOBILE, 1), asking(DESK, Duration.ofSeconds(5)))))
            .join();

    assertThat(outOfOrder.status()).isEqualTo(Status.OUT_OF_ORDER);
    assertThat(tooBrief.status()).isEqualTo(Status.TOO_BRIEF);
    assertThat(bindings(BOB)).isEqualTo(before);
  }

  @Test
  default void requests_that_come_together_are_done_in_their_order() {
    List<CompletableFuture<RegisterOutcome>> outcomes =
        List.of(
            store().register(register(BOB, "a", 1, NOON, DESK)),
            store().register(register(BOB, "a", 2, NOON, MOBILE)),
            store().register(register(BOB, "a", 3, NOON, List.of(asking(DESK, Duration.ZERO)))),
            store().register(register(BOB, "a", 2, NOON, MOBILE)));

    assertThat(outcomes.get(3).join().status()).isEqualTo(Status.OUT_OF_ORDER);
    assertThat(contacts(BOB)).containsExactly(MOBILE);
  }

  @Test
  default void equivalent_contacts_are_one_binding() {
    store().register(register(BOB, "a", 1, NOON, MOBILE)).join();
    store().register(register(BOB, "a", 2, NOON, "sip:%62ob@192.0.2.2;x=y")).join();

    assertThat(contacts(BOB)).containsExactly(MOBILE);
    assertThat(bindings(BOB).get(0).cseq()).isEqualTo(2);
  }

  @Test
  default void contacts_that_differ_in_case_of_the_user_only_are_two() {
    store().register(register(BOB, "a", 1, NOON, "sip:bob@192.0.2.2", "sip:Bob@192.0.2.2")).join();

    assertThat(contacts(BOB)).hasSize(2);
  }

  @Test
  default void binding_closed_to_mail_is_open_again_after_its_next_register() {
    store().register(register(BOB, "a", 1, NOON, DESK, MOBILE)).join();
    Binding desk = bindings(BOB).stream().filter(b -> b.isFor(DESK)).findFirst().orElseThrow();

    store().closeToMail(desk).join();
    assertThat(closed(BOB)).containsExactly(DESK);

    store().register(register(BOB, "a", 2, NOON.plusSeconds(1), DESK)).join();
    assertThat(closed(BOB)).isEmpty();
  }

  @Test
  default void binding_that_registered_anew_is_not_closed_for_what_it_said_before() {
    store().register(register(BOB, "a", 1, NOON, DESK)).join();
    Binding old = bindings(BOB).get(0);
    store().register(register(BOB, "a", 2, NOON.plusSeconds(1), DESK)).join();

    store().closeToMail(old).join();

    assertThat(closed(BOB)).isEmpty();
  }

  @Test
  default void bound_addresses_come_in_pages() {
    store().register(register(CAROL, "a", 1, NOON, "sip:carol@192.0.2.3")).join();
    store().register(register(BOB, "a", 1, NOON, DESK, MOBILE)).join();
    store()
        .register(
            register(
                ALICE, "a", 1, NOON, List.of(asking("sip:alice@192.0.2.4", Duration.ofHours(2)))))
        .join();

    assertThat(store().boundAfter(Optional.empty(), NOON, 2))
        .isEqualTo(new BoundPage(List.of(ALICE, BOB), Optional.of(BOB)));
    assertThat(store().boundAfter(Optional.of(BOB), NOON, 2))
        .isEqualTo(new BoundPage(List.of(CAROL), Optional.empty()));
    assertThat(store().boundAfter(Optional.of(CAROL), NOON, 2))
        .isEqualTo(new BoundPage(List.of(), Optional.empty()));
    Instant later = NOON.plus(Duration.ofHours(1));
    assertThat(store().boundAfter(Optional.empty(), later, 3))
        .isEqualTo(new BoundPage(List.of(ALICE), Optional.of(CAROL)));
    assertThat(store().boundAfter(Optional.of(ALICE), later, 1))
        .as("looked at, and not bound any more")
        .isEqualTo(new BoundPage(List.of(), Optional.of(BOB)));
  }

  @Test
  default void lapsed_bindings_are_deleted_in_limits() {
    store().register(register(BOB, "a", 1, NOON, DESK, MOBILE)).join();
    store()
        .register(register(CAROL, "a", 1, NOON, List.of(hours("sip:carol@192.0.2.3", 2))))
        .join();
    Instant later = NOON.plus(Duration.ofHours(1));

    assertThat(store().deleteExpired(later.minusMillis(1), 10)).isZero();
    assertThat(store().deleteExpired(later, 1)).isEqualTo(1);
    assertThat(store().deleteExpired(later, 10)).isEqualTo(1);
    assertThat(store().deleteExpired(later, 10)).isZero();
    assertThat(contacts(CAROL)).hasSize(1);
  }

  @Test
  default void removal_counts_for_what_was_sent_before_it_and_comes_after_it() {
    store().register(register(BOB, "a", 1, NOON, DESK, MOBILE)).join();
    store().register(register(BOB, "a", 3, NOON, List.of(asking(DESK, Duration.ZERO)))).join();

    RegisterOutcome overtaken =
        store().register(register(BOB, "a", 2, NOON.plusMillis(1), DESK)).join();

    assertThat(overtaken.status()).isEqualTo(Status.OUT_OF_ORDER);
    assertThat(contacts(BOB)).containsExactly(MOBILE);
    assertThat(store().register(register(BOB, "a", 4, NOON.plusMillis(2), DESK)).join().status())
        .isEqualTo(Status.DONE);
    assertThat(contacts(BOB)).containsExactlyInAnyOrder(DESK, MOBILE);
  }

  @Test
  default void removed_binding_is_nowhere_to_be_seen_and_forgotten_after_a_minute() {
    store().register(removeAll(BOB, "a", 2, NOON)).join();

    assertThat(store().register(register(BOB, "q", 1, NOON)).join().bindings()).isEmpty();
    assertThat(bindings(BOB)).isEmpty();
    assertThat(store().boundAfter(Optional.empty(), NOON, 5).bound()).isEmpty();
    assertThat(store().deleteExpired(NOON.plusSeconds(32), 5)).isZero();
    assertThat(store().register(register(BOB, "a", 1, NOON.plusSeconds(32), DESK)).join().status())
        .isEqualTo(Status.OUT_OF_ORDER);
    assertThat(store().deleteExpired(NOON.plusSeconds(60), 5)).isEqualTo(1);
    assertThat(store().register(register(BOB, "a", 1, NOON.plusSeconds(60), DESK)).join().status())
        .isEqualTo(Status.DONE);
  }

  @Test
  default void flows_of_a_device_by_one_contact_are_bindings_of_their_own() {
    registerAt(NOON, "a", flow(DESK, 1));
    registerAt(NOON.plusSeconds(1), "b", flow(DESK, 2));
    assertThat(contacts(BOB)).containsExactly(DESK, DESK);

    store().closeToMail(bindings(BOB).get(0)).join();

    assertThat(bindings(BOB))
        .extracting(b -> b.regId().orElse(""), Binding::closedToMail)
        .containsExactly(Tuple.tuple("2", true), Tuple.tuple("1", false));
  }

  @Test
  default void flow_that_comes_by_another_contact_replaces_what_it_was() {
    registerAt(NOON, "a", flow(DESK, 1));

    registerAt(NOON.plusSeconds(1), "b", flow(MOBILE, 1));

    assertThat(contacts(BOB)).containsExactly(MOBILE);
  }

  private static ContactUpdate flow(String contact, int regId) {
    return new ContactUpdate(
        contact, ";+sip.instance=\"<urn:uuid:1>\";reg-id=" + regId, 1000, Optional.empty(), true);
  }

  private void registerAt(Instant moment, String callId, ContactUpdate contact) {
    store().register(register(BOB, callId, 1, moment, List.of(contact))).join();
  }

  private List<Binding> bindings(AddressOfRecord aor) {
    return store().bindingsOf(aor).join();
  }

  private List<String> contacts(AddressOfRecord aor) {
    return bindings(aor).stream().map(Binding::contact).toList();
  }

  private List<String> closed(AddressOfRecord aor) {
    return bindings(aor).stream().filter(Binding::closedToMail).map(Binding::contact).toList();
  }
}
