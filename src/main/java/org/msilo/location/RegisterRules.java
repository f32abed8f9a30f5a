package org.msilo.location;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.msilo.location.RegisterOutcome.Status;
import org.msilo.message.Binding;

/** The registrar's rules of RFC 3261 10.3, steps 6 to 8, as pure functions; immutable. */
public final class RegisterRules {
  private static final Duration AN_HOUR = Duration.ofHours(1);

  private final RegistrarSettings settings;

  public RegisterRules(RegistrarSettings settings) {
    this.settings = settings;
  }

  /**
   * Applies a REGISTER to the bindings of its address-of-record: all of it, or nothing.
   *
   * @param stored the bindings as they are, lapsed and removed ones among them
   */
  public RegisterOutcome apply(Registration registration, List<Binding> stored) {
    List<Binding> current =
        stored.stream().filter(b -> b.isLiveAt(registration.receivedAt())).toList();
    Removals removals = Removals.among(stored, registration.receivedAt());
    if (registration.isQuery()) {
      return new RegisterOutcome(Status.DONE, current, List.of(), removals.asList());
    }
    return registration.removesAll()
        ? removeAll(registration, current, removals)
        : update(registration, current, removals);
  }

  private static RegisterOutcome removeAll(
      Registration registration, List<Binding> current, Removals removals) {
    return current.stream().anyMatch(b -> isOutOfOrder(registration, b))
        ? RegisterOutcome.refused(Status.OUT_OF_ORDER)
        : new RegisterOutcome(
            Status.DONE, List.of(), List.of(), removals.andAll(registration).asList());
  }

  private RegisterOutcome update(
      Registration registration, List<Binding> current, Removals before) {
    List<Binding> after = new ArrayList<>(current);
    List<Binding> renewed = new ArrayList<>();
    Removals removals = before;
    for (ContactUpdate update : registration.contacts()) {
      if (isTooBrief(update)) {
        return RegisterOutcome.refused(Status.TOO_BRIEF);
      }
      Binding wanted = bind(registration, update, current);
      if (before.overtook(wanted)
          || current.stream()
              .filter(wanted::isSameAs)
              .anyMatch(b -> isOutOfOrder(registration, b))) {
        return RegisterOutcome.refused(Status.OUT_OF_ORDER);
      }
      after.removeIf(wanted::isSameAs);
      renewed.removeIf(wanted::isSameAs);
      if (update.isRemoval()) {
        removals = removals.and(removed(registration, wanted));
      } else {
        after.add(wanted);
        renewed.add(wanted);
        removals = removals.without(wanted);
      }
    }
    return after.size() > settings.maxBindings()
        ? RegisterOutcome.refused(Status.TOO_MANY)
        : new RegisterOutcome(
            Status.DONE, List.copyOf(after), List.copyOf(renewed), removals.asList());
  }

  private static Binding removed(Registration registration, Binding wanted) {
    return wanted.removedBy(registration.callId(), registration.cseq(), registration.receivedAt());
  }

  private static boolean isOutOfOrder(Registration registration, Binding binding) {
    return binding.callId().equals(registration.callId()) && registration.cseq() <= binding.cseq();
  }

  /** Only lives of under an hour may be refused as too brief (RFC 3261 10.3 step 7). */
  private boolean isTooBrief(ContactUpdate update) {
    return update
        .requested()
        .filter(life -> !life.isZero())
        .filter(life -> life.compareTo(settings.minExpires()) < 0 && life.compareTo(AN_HOUR) < 0)
        .isPresent();
  }

  private Binding bind(Registration registration, ContactUpdate update, List<Binding> current) {
    Duration asked = update.requested().orElse(settings.defaultExpires());
    Duration granted = asked.compareTo(settings.maxExpires()) > 0 ? settings.maxExpires() : asked;
    return new Binding(
        registration.aor(),
        spelling(update.contact(), current),
        update.parameters(),
        update.q(),
        registration.receivedAt().plus(granted),
        registration.callId(),
        registration.cseq(),
        registration.path(),
        update.usesFlow() ? registration.flow() : Optional.empty(),
        update.takesMessages(),
        false,
        registration.receivedAt());
  }

  /** An equivalent contact keeps the spelling it was first stored under: that is its key. */
  private static String spelling(String contact, List<Binding> current) {
    return current.stream()
        .filter(known -> known.isFor(contact))
        .map(Binding::contact)
        .findFirst()
        .orElse(contact);
  }
}
