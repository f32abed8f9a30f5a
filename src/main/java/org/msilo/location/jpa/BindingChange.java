package org.msilo.location.jpa;

import java.util.List;
import java.util.function.Function;
import org.msilo.location.RegisterOutcome;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;

/**
 * A change to the bindings of one address-of-record.
 *
 * @param aor whose
 * @param rule makes the outcome of what is stored
 */
record BindingChange(AddressOfRecord aor, Function<List<Binding>, RegisterOutcome> rule) {}
