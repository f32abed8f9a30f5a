package org.msilo.location;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;

/**
 * What the 2xx of another registrar lists (RFC 3261 10.3 step 8).
 *
 * @param aor whose bindings
 * @param bindings those that have a life left
 * @param ofThisRegister the contacts that the REGISTER itself brought, which came by its Path
 */
public record RegistrarsWord(
    AddressOfRecord aor, List<Binding> bindings, List<String> ofThisRegister) {

  public RegistrarsWord {
    bindings = List.copyOf(bindings);
    ofThisRegister = List.copyOf(ofThisRegister);
  }

  /** The bindings as they are to be kept: contacts of other REGISTERs keep the way they came by. */
  public RegisterOutcome over(List<Binding> stored) {
    List<Binding> after = new ArrayList<>();
    for (Binding listed : bindings) {
      Optional<Binding> known = stored.stream().filter(b -> b.isFor(listed.contact())).findFirst();
      boolean fresh = ofThisRegister.stream().anyMatch(listed::isFor);
      after.removeIf(b -> b.isFor(listed.contact()));
      after.add(known.isPresent() && !fresh ? listed.withPathOf(known.get()) : listed);
    }
    return new RegisterOutcome(RegisterOutcome.Status.DONE, List.copyOf(after), List.copyOf(after));
  }
}
