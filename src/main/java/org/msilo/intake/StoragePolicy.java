package org.msilo.intake;

import java.time.Duration;
import java.util.Optional;
import org.msilo.message.AddressOfRecord;

/**
 * What is kept, and for how long.
 *
 * @param retention longest time a message is kept
 * @param registrar the address that notices come from; mail from or to it is never kept
 */
public record StoragePolicy(Duration retention, Optional<AddressOfRecord> registrar) {
  /** Characters of header fields kept with a message, addresses and content type included. */
  public static final int MAX_HEADER_CHARACTERS = 8192;
}
