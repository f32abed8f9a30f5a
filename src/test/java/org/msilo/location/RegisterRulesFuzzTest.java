package org.msilo.location;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.msilo.intake.MessageExpiry;
import org.msilo.location.RegisterOutcome.Status;
import org.msilo.message.Binding;
import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/**
 * REGISTERs one after the other, a line each, as {@code CALL-ID CSEQ CONTACT EXPIRES PARAMETERS},
 * several contacts by tabs: whatever they say, bindings are few, live as long as they may, and no
 * two are the same one.
 */
@FuzzSeeds({
  "a 1 sip:bob@192.0.2.1 60\na 2 sip:b%6fb@192.0.2.1 0\na 1 sip:bob@192.0.2.1 60",
  "a 1 sip:bob@h 600 ;+sip.instance=\"<urn:x>\";reg-id=1\tsip:bob@i 9999999999\nb 1 *\n"
      + "b 2 sip:bob@j 60 ;+sip.instance=\"<urn:x>\";reg-id=1\ta sip:c@d 1",
  "a 1 tel:1 3600\tsip:bob@h;lr\tsip:bob@h\tsip:bob@i\tsip:bob@j\tsip:bob@k\nb 0"
})
class RegisterRulesFuzzTest implements FuzzProperty {
  private static final int MOST_BINDINGS = 3;
  private static final int MOST_LINES = 20;
  private static final Duration LONGEST = Duration.ofDays(1);

  private final RegisterRules rules =
      new RegisterRules(
          new RegistrarSettings(
              Duration.ofHours(1), Duration.ofMinutes(1), LONGEST, MOST_BINDINGS));

  @Override
  public void holdsFor(byte[] input) {
    List<Binding> stored = List.of();
    Instant now = NOON;
    for (String line : new String(input, UTF_8).lines().limit(MOST_LINES).toList()) {
      now = now.plusSeconds(line.length() % 40);
      Registration registration = registration(line, now);
      RegisterOutcome outcome = rules.apply(registration, stored);
      assertThat(rules.apply(registration, stored)).isEqualTo(outcome);
      if (outcome.status() == Status.DONE) {
        isSound(outcome, registration);
        stored = outcome.kept();
      } else {
        assertThat(outcome.kept()).isEmpty();
      }
    }
  }

  private static void isSound(RegisterOutcome outcome, Registration registration) {
    List<Binding> bindings = outcome.bindings();
    assertThat(bindings).hasSizeLessThanOrEqualTo(MOST_BINDINGS).containsAll(outcome.renewed());
    for (Binding binding : bindings) {
      assertThat(binding.expiresAt())
          .isAfter(registration.receivedAt())
          .isBeforeOrEqualTo(registration.receivedAt().plus(LONGEST));
      assertThat(bindings).filteredOn(binding::isSameAs).hasSize(1);
    }
    if (!registration.isQuery()) {
      // A REGISTER that is sent again is one that came already (RFC 3261 10.3 step 7).
      assertThat(outcome.kept())
          .allMatch(
              it ->
                  !it.callId().equals(registration.callId())
                      || it.cseq() <= registration.cseq()
                      || !outcome.renewed().contains(it));
    }
    assertThat(outcome.removed()).hasSizeLessThanOrEqualTo(RegistrarSettings.USUAL_BINDINGS);
  }

  private static Registration registration(String line, Instant now) {
    String[] head = line.split(" ", 3);
    List<ContactUpdate> contacts = new ArrayList<>();
    for (String contact : head.length < 3 ? new String[0] : head[2].split("\t")) {
      contacts.add(contact(contact.split(" ", 3)));
    }
    boolean all = head.length == 3 && head[2].equals("*");
    long cseq = head.length > 1 && head[1].matches("[0-9]{1,9}") ? Long.parseLong(head[1]) : 1;
    return new Registration(
        BOB, head[0], cseq, all, all ? List.of() : contacts, List.of(), Optional.empty(), now);
  }

  private static ContactUpdate contact(String[] words) {
    return new ContactUpdate(
        words[0],
        words.length > 2 ? words[2] : "",
        1000,
        words.length > 1 ? MessageExpiry.seconds(words[1]) : Optional.empty(),
        true);
  }
}
