package org.msilo.location;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.msilo.message.AddressOfRecord;

/**
 * A REGISTER as the registrar sees it; immutable.
 *
 * @param aor whose bindings it is about
 * @param callId its Call-ID
 * @param cseq number of its CSeq
 * @param removesAll whether its only Contact is the asterisk
 * @param contacts its Contacts, in order; empty for a query
 * @param path the Path it came by
 * @param flow where it came from, as the way back: a {@link org.msilo.message.Flow} as text
 * @param receivedAt when it came
 */
public record Registration(
    AddressOfRecord aor,
    String callId,
    long cseq,
    boolean removesAll,
    List<ContactUpdate> contacts,
    List<String> path,
    Optional<String> flow,
    Instant receivedAt) {

  public Registration {
    contacts = List.copyOf(contacts);
    path = List.copyOf(path);
  }

  boolean isQuery() {
    return !removesAll && contacts.isEmpty();
  }
}
