package org.msilo.location;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.msilo.message.Binding;

/**
 * What is remembered of removed bindings: without it, a REGISTER that was sent before the removal
 * and is handled after it would bring the binding back, for nothing would be left to tell their
 * order by (RFC 3261 10.3 step 7). Immutable.
 */
public final class Removals {
  /** No REGISTER comes later than this after one of a higher CSeq: more than Timer F (64*T1). */
  private static final Duration MEMORY = Duration.ofSeconds(60);

  /** Stands for whatever contact a REGISTER with an asterisk removed, known or not. */
  private static final String ALL = "*";

  private static final int MOST = RegistrarSettings.USUAL_BINDINGS;

  private final List<Binding> remembered;

  private Removals(List<Binding> remembered) {
    this.remembered = List.copyOf(remembered);
  }

  /** Those among the stored ones that are not forgotten at that moment. */
  static Removals among(List<Binding> stored, Instant moment) {
    return new Removals(
        stored.stream()
            .filter(Binding::wasRemoved)
            .filter(b -> b.expiresAt().isAfter(forgottenBy(moment)))
            .toList());
  }

  /** Removals up to this time may be forgotten at that moment. */
  public static Instant forgottenBy(Instant moment) {
    return moment.minus(MEMORY);
  }

  List<Binding> asList() {
    return remembered;
  }

  /** Whether the REGISTER was sent before one that removed this binding. */
  boolean overtook(Binding wanted) {
    return remembered.stream()
        .filter(gone -> gone.contact().equals(ALL) || gone.isSameAs(wanted))
        .anyMatch(gone -> gone.callId().equals(wanted.callId()) && wanted.cseq() <= gone.cseq());
  }

  /** These and one more. */
  Removals and(Binding removed) {
    List<Binding> all = new ArrayList<>(without(removed).remembered);
    all.add(removed);
    all.sort(Comparator.comparing(Binding::expiresAt).reversed());
    return new Removals(all.subList(0, Math.min(all.size(), MOST)));
  }

  /** The asterisk of this REGISTER: it stands for all that was there and all that was to come. */
  Removals andAll(Registration registration) {
    Binding all =
        new Binding(
            registration.aor(),
            ALL,
            "",
            0,
            registration.receivedAt(),
            registration.callId(),
            registration.cseq(),
            List.of(),
            Optional.empty(),
            false,
            true,
            registration.receivedAt());
    return and(all);
  }

  /** These without what the binding replaces, now that it is there again. */
  Removals without(Binding binding) {
    return new Removals(remembered.stream().filter(gone -> !gone.isSameAs(binding)).toList());
  }
}
