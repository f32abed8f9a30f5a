package org.msilo.location;

import java.util.List;
import java.util.Optional;
import org.msilo.message.AddressOfRecord;

/**
 * What a look at some of the registered addresses-of-record found. Immutable.
 *
 * @param bound those with a live binding, in order
 * @param next after which one to go on, if there may be more
 */
public record BoundPage(List<AddressOfRecord> bound, Optional<AddressOfRecord> next) {
  public BoundPage {
    bound = List.copyOf(bound);
  }
}
