package org.msilo.location.jpa;

import java.io.Serializable;
import org.msilo.message.Binding;

/**
 * Primary key of a binding.
 *
 * @param aor whose
 * @param contact the Contact URI as it was first registered
 * @param flowKey which flow of which device, when the contact may be there once for each; or ""
 */
record BindingKey(String aor, String contact, String flowKey) implements Serializable {

  static BindingKey of(Binding binding) {
    return new BindingKey(
        binding.aor().toString(), binding.contact(), binding.flowKey().orElse(""));
  }
}
