package org.msilo.location.jpa;

import java.io.Serializable;
import java.util.Arrays;
import org.msilo.message.Binding;
import org.msilo.store.jpa.KeyHash;

/**
 * Primary key of a binding.
 *
 * @param aor whose
 * @param contactKey hash of the Contact URI as it was first registered, and of its flow, when the
 *     contact may be there once for each flow of its device
 */
record BindingKey(String aor, byte[] contactKey) implements Serializable {

  static BindingKey of(Binding binding) {
    String contact = binding.contact();
    return new BindingKey(
        binding.aor().toString(),
        KeyHash.of(binding.flowKey().map(flow -> contact + "\n" + flow).orElse(contact)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BindingKey key
        && aor.equals(key.aor)
        && Arrays.equals(contactKey, key.contactKey);
  }

  @Override
  public int hashCode() {
    return 31 * aor.hashCode() + Arrays.hashCode(contactKey);
  }
}
