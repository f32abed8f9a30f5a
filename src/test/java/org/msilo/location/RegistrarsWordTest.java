package org.msilo.location;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;

class RegistrarsWordTest {
  private static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final String DESK = "sip:bob@192.0.2.1";
  private static final String MOBILE = "sip:bob@192.0.2.2";

  @Test
  void listed_contacts_are_all_there_is() {
    RegisterOutcome outcome =
        word(List.of(binding(DESK, "sip:edge-a")), DESK)
            .over(List.of(binding(MOBILE, "sip:edge-b")));

    assertThat(outcome.bindings()).extracting(Binding::contact).containsExactly(DESK);
    assertThat(outcome.renewed()).isEqualTo(outcome.bindings());
  }

  @Test
  void contact_of_this_register_goes_by_its_path() {
    RegisterOutcome outcome =
        word(List.of(binding(DESK, "sip:edge-a")), DESK).over(List.of(binding(DESK, "sip:edge-b")));

    assertThat(outcome.bindings()).extracting(Binding::path).containsExactly(List.of("sip:edge-a"));
  }

  @Test
  void contact_of_another_register_keeps_the_path_it_came_by() {
    RegisterOutcome outcome =
        word(List.of(binding(DESK, "sip:edge-a"), binding(MOBILE, "sip:edge-a")), DESK)
            .over(List.of(binding(MOBILE, "sip:edge-b")));

    assertThat(outcome.bindings())
        .extracting(Binding::path)
        .containsExactly(List.of("sip:edge-a"), List.of("sip:edge-b"));
  }

  @Test
  void contact_listed_twice_is_one_binding() {
    RegisterOutcome outcome =
        word(List.of(binding(DESK, "sip:edge-a"), binding(DESK, "sip:edge-a")), DESK)
            .over(List.of());

    assertThat(outcome.bindings()).hasSize(1);
  }

  @Test
  void empty_list_leaves_nothing() {
    RegisterOutcome outcome = word(List.of(), DESK).over(List.of(binding(DESK, "sip:edge-a")));

    assertThat(outcome.bindings()).isEmpty();
    assertThat(outcome.renewed()).isEmpty();
  }

  private static RegistrarsWord word(List<Binding> listed, String ofThisRegister) {
    return new RegistrarsWord(BOB, listed, List.of(ofThisRegister));
  }

  private static Binding binding(String contact, String path) {
    return new Binding(
        BOB,
        contact,
        "",
        1000,
        NOW.plusSeconds(600),
        "call",
        1,
        List.of(path),
        Optional.empty(),
        true,
        false,
        NOW);
  }
}
