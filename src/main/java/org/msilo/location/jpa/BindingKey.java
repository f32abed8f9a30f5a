package org.msilo.location.jpa;

import java.io.Serializable;

/**
 * Primary key of a binding.
 *
 * @param aor whose
 * @param contact the Contact URI as it was first registered
 */
record BindingKey(String aor, String contact) implements Serializable {}
