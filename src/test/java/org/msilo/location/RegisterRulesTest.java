package org.msilo.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.asking;
import static org.msilo.testing.MessageFixtures.hours;
import static org.msilo.testing.MessageFixtures.register;
import static org.msilo.testing.MessageFixtures.removeAll;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.msilo.location.RegisterOutcome.Status;
import org.msilo.message.Binding;

/** The rules of RFC 3261 10.3, one by one. */
class RegisterRulesTest {
  private static final String DESK = "sip:bob@192.0.2.1";
  private static final String MOBILE = "sip:bob@192.0.2.2";
  private static final Instant LATER = NOON.plusSeconds(60);

  private final RegisterRules rules =
      new RegisterRules(
          new RegistrarSettings(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(1)));

  @Test
  void contact_is_added() {
    RegisterOutcome outcome = apply(register(BOB, "a", 1, NOON, DESK), List.of());

    assertThat(outcome.status()).isEqualTo(Status.DONE);
    assertThat(contacts(outcome.bindings())).containsExactly(DESK);
    assertThat(outcome.renewed()).isEqualTo(outcome.bindings());
    assertThat(outcome.bindings().get(0))
        .returns(NOON.plus(Duration.ofHours(1)), Binding::expiresAt)
        .returns("a", Binding::callId)
        .returns(1L, Binding::cseq)
        .returns(NOON, Binding::registeredAt);
  }

  @Test
  void what_the_contact_says_of_itself_is_kept() {
    ContactUpdate update =
        new ContactUpdate(DESK, ";+sip.instance=\"<urn:x>\"", 300, Optional.empty(), false);
    Registration registration =
        new Registration(
            BOB,
            "a",
            1,
            false,
            List.of(update),
            List.of("sip:edge.example.org;lr"),
            Optional.of("sip:192.0.2.9:7000;transport=ws;lr"),
            NOON);

    assertThat(apply(registration, List.of()).bindings().get(0))
        .returns(";+sip.instance=\"<urn:x>\"", Binding::parameters)
        .returns(300, Binding::q)
        .returns(false, Binding::takesMessages)
        .returns(List.of("sip:edge.example.org;lr"), Binding::path)
        .returns(Optional.of("sip:192.0.2.9:7000;transport=ws;lr"), Binding::flow);
  }

  @Test
  void several_contacts_are_added_at_once() {
    RegisterOutcome outcome = apply(register(BOB, "a", 1, NOON, DESK, MOBILE), List.of());

    assertThat(contacts(outcome.bindings())).containsExactlyInAnyOrder(DESK, MOBILE);
    assertThat(contacts(outcome.renewed())).containsExactlyInAnyOrder(DESK, MOBILE);
  }

  @Test
  void contact_is_refreshed_and_the_others_stay() {
    List<Binding> stored = bindings(DESK, MOBILE);

    RegisterOutcome outcome = apply(register(BOB, "a", 2, LATER, DESK), stored);

    assertThat(contacts(outcome.bindings())).containsExactlyInAnyOrder(DESK, MOBILE);
    assertThat(contacts(outcome.renewed())).containsExactly(DESK);
    assertThat(outcome.renewed().get(0).expiresAt()).isEqualTo(LATER.plus(Duration.ofHours(1)));
    assertThat(outcome.bindings()).contains(stored.get(1));
  }

  @Test
  void refresh_opens_a_binding_to_mail_again() {
    Binding open = bindings(DESK).get(0);
    Binding closed =
        new Binding(
            BOB,
            DESK,
            "",
            1000,
            open.expiresAt(),
            "a",
            1,
            List.of(),
            Optional.empty(),
            true,
            true,
            NOON);

    RegisterOutcome outcome = apply(register(BOB, "a", 2, LATER, DESK), List.of(closed));

    assertThat(outcome.bindings()).noneMatch(Binding::closedToMail);
  }

  @Test
  void equivalent_contact_refreshes_under_the_spelling_it_has() {
    RegisterOutcome outcome =
        apply(register(BOB, "a", 2, LATER, "sip:%62ob@192.0.2.1;x=y"), bindings(DESK));

    assertThat(contacts(outcome.bindings())).containsExactly(DESK);
  }

  @Test
  void life_of_nothing_removes_a_contact() {
    RegisterOutcome outcome = apply(asks("a", 2, DESK, Duration.ZERO), bindings(DESK, MOBILE));

    assertThat(contacts(outcome.bindings())).containsExactly(MOBILE);
    assertThat(outcome.renewed()).isEmpty();
  }

  @Test
  void removal_of_an_unknown_contact_is_done_and_changes_nothing() {
    RegisterOutcome outcome = apply(asks("a", 2, DESK, Duration.ZERO), bindings(MOBILE));

    assertThat(outcome.status()).isEqualTo(Status.DONE);
    assertThat(contacts(outcome.bindings())).containsExactly(MOBILE);
  }

  @Test
  void one_request_adds_and_removes() {
    RegisterOutcome outcome =
        apply(
            register(BOB, "a", 2, LATER, List.of(asking(DESK, Duration.ZERO), hours(MOBILE, 1))),
            bindings(DESK));

    assertThat(contacts(outcome.bindings())).containsExactly(MOBILE);
    assertThat(contacts(outcome.renewed())).containsExactly(MOBILE);
  }

  @Test
  void asterisk_removes_all() {
    RegisterOutcome outcome = apply(removeAll(BOB, "a", 2, LATER), bindings(DESK, MOBILE));

    assertThat(outcome.status()).isEqualTo(Status.DONE);
    assertThat(outcome.bindings()).isEmpty();
    assertThat(outcome.renewed()).isEmpty();
  }

  @Test
  void asterisk_out_of_order_removes_nothing() {
    assertThat(apply(removeAll(BOB, "a", 1, LATER), bindings(DESK)).status())
        .isEqualTo(Status.OUT_OF_ORDER);
    assertThat(apply(removeAll(BOB, "other", 1, LATER), bindings(DESK)).bindings()).isEmpty();
  }

  @Test
  void query_changes_nothing_and_shows_all_that_live() {
    List<Binding> stored = bindings(DESK, MOBILE);

    RegisterOutcome outcome = apply(register(BOB, "a", 1, LATER), stored);

    assertThat(outcome.status()).isEqualTo(Status.DONE);
    assertThat(outcome.bindings()).isEqualTo(stored);
    assertThat(outcome.renewed()).isEmpty();
    assertThat(apply(register(BOB, "a", 1, NOON.plus(Duration.ofHours(1))), stored).bindings())
        .isEmpty();
  }

  @Test
  void same_call_id_needs_a_higher_cseq() {
    assertThat(apply(register(BOB, "a", 1, LATER, DESK), bindings(DESK)).status())
        .isEqualTo(Status.OUT_OF_ORDER);
    assertThat(apply(register(BOB, "a", 0, LATER, DESK), bindings(DESK)).status())
        .isEqualTo(Status.OUT_OF_ORDER);
    assertThat(apply(asks("a", 1, DESK, Duration.ZERO), bindings(DESK)).status())
        .isEqualTo(Status.OUT_OF_ORDER);
    assertThat(apply(register(BOB, "a", 2, LATER, DESK), bindings(DESK)).status())
        .isEqualTo(Status.DONE);
  }

  @Test
  void other_call_id_may_have_a_lower_cseq() {
    RegisterOutcome outcome = apply(register(BOB, "rebooted", 0, LATER, DESK), bindings(DESK));

    assertThat(outcome.status()).isEqualTo(Status.DONE);
    assertThat(outcome.bindings().get(0).callId()).isEqualTo("rebooted");
    assertThat(outcome.bindings().get(0).cseq()).isZero();
  }

  @Test
  void order_of_lapsed_bindings_does_not_count() {
    RegisterOutcome outcome =
        apply(register(BOB, "a", 1, NOON.plus(Duration.ofHours(1)), DESK), bindings(DESK));

    assertThat(outcome.status()).isEqualTo(Status.DONE);
    assertThat(outcome.bindings()).hasSize(1);
  }

  @Test
  void one_bad_contact_refuses_the_whole_request() {
    RegisterOutcome brief =
        apply(
            register(
                BOB, "b", 1, LATER, List.of(hours(MOBILE, 1), asking(DESK, Duration.ofSeconds(1)))),
            List.of());
    RegisterOutcome outOfOrder = apply(register(BOB, "a", 1, LATER, MOBILE, DESK), bindings(DESK));

    assertThat(brief.status()).isEqualTo(Status.TOO_BRIEF);
    assertThat(brief.renewed()).isEmpty();
    assertThat(outOfOrder.status()).isEqualTo(Status.OUT_OF_ORDER);
    assertThat(outOfOrder.renewed()).isEmpty();
  }

  @Test
  void equal_contacts_in_one_request_are_one_binding_and_the_last_counts() {
    ContactUpdate first = new ContactUpdate(DESK, "", 100, Optional.empty(), true);
    ContactUpdate last = new ContactUpdate("sip:%62ob@192.0.2.1", "", 900, Optional.empty(), true);

    RegisterOutcome outcome = apply(register(BOB, "a", 1, NOON, List.of(first, last)), List.of());

    assertThat(outcome.bindings()).hasSize(1);
    assertThat(outcome.bindings().get(0).q()).isEqualTo(900);
    assertThat(outcome.renewed()).hasSize(1);
  }

  @Test
  void contact_added_and_removed_in_one_request_is_not_there() {
    RegisterOutcome outcome =
        apply(
            register(BOB, "a", 2, LATER, List.of(hours(DESK, 1), asking(DESK, Duration.ZERO))),
            bindings(DESK));

    assertThat(outcome.bindings()).isEmpty();
    assertThat(outcome.renewed()).isEmpty();
  }

  @Test
  void more_contacts_than_the_most_are_refused() {
    List<Binding> full =
        bindings(
            IntStream.range(0, RegistrarSettings.USUAL_BINDINGS)
                .mapToObj(i -> "sip:bob@192.0.2." + i)
                .toArray(String[]::new));

    assertThat(full).hasSize(RegistrarSettings.USUAL_BINDINGS);
    assertThat(apply(register(BOB, "b", 1, LATER, "sip:bob@198.51.100.1"), full).status())
        .isEqualTo(Status.TOO_MANY);
    assertThat(apply(register(BOB, "b", 1, LATER, DESK), full).status()).isEqualTo(Status.DONE);
    assertThat(
            apply(
                    register(
                        BOB,
                        "b",
                        1,
                        LATER,
                        List.of(hours("sip:bob@198.51.100.1", 1), asking(DESK, Duration.ZERO))),
                    full)
                .status())
        .isEqualTo(Status.DONE);
  }

  @Test
  void removal_of_what_was_not_there_yet_counts_too() {
    RegisterOutcome named = apply(asks("a", 2, DESK, Duration.ZERO), List.of());
    RegisterOutcome all = apply(removeAll(BOB, "a", 2, LATER), List.of());

    for (RegisterOutcome before : List.of(named, all)) {
      assertThat(apply(register(BOB, "a", 1, LATER, DESK), before.kept()).status())
          .isEqualTo(Status.OUT_OF_ORDER);
      assertThat(apply(register(BOB, "other", 1, LATER, DESK), before.kept()).status())
          .isEqualTo(Status.DONE);
    }
    assertThat(apply(register(BOB, "a", 1, LATER, MOBILE), named.kept()).status())
        .isEqualTo(Status.DONE);
    assertThat(apply(register(BOB, "a", 1, LATER, MOBILE), all.kept()).status())
        .isEqualTo(Status.OUT_OF_ORDER);
  }

  @Test
  void removals_remembered_are_limited_to_the_latest() {
    List<Binding> kept = List.of();
    for (int i = 0; i < 2 * RegistrarSettings.USUAL_BINDINGS; i++) {
      ContactUpdate gone = asking("sip:bob@192.0.2." + i, Duration.ZERO);
      kept = apply(register(BOB, "a", i, NOON.plusMillis(i), List.of(gone)), kept).kept();
    }

    assertThat(kept)
        .hasSize(RegistrarSettings.USUAL_BINDINGS)
        .noneMatch(b -> b.cseq() < RegistrarSettings.USUAL_BINDINGS);
  }

  @Test
  void binding_that_is_back_is_remembered_as_removed_no_more() {
    List<Binding> removed = apply(asks("a", 2, DESK, Duration.ZERO), bindings(DESK)).kept();

    RegisterOutcome back = apply(register(BOB, "a", 3, LATER, DESK), removed);

    assertThat(back.kept()).isEqualTo(back.bindings()).hasSize(1);
  }

  private RegisterOutcome apply(Registration registration, List<Binding> stored) {
    return rules.apply(registration, stored);
  }

  /** Bindings made at noon by Call-ID "a", CSeq 1. */
  private List<Binding> bindings(String... contacts) {
    return apply(register(BOB, "a", 1, NOON, contacts), List.of()).bindings();
  }

  private static Registration asks(String callId, long cseq, String contact, Duration life) {
    return register(BOB, callId, cseq, LATER, List.of(asking(contact, life)));
  }

  private static List<String> contacts(List<Binding> bindings) {
    return bindings.stream().map(Binding::contact).toList();
  }
}
