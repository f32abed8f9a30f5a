package org.msilo.store.jpa;

import java.io.Serializable;

/**
 * Primary key of a device.
 *
 * @param aor whose
 * @param device which
 */
record DeviceKey(String aor, String device) implements Serializable {}
