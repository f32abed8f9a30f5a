package org.msilo.sip;

import java.util.Locale;
import java.util.Optional;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import org.msilo.message.AddressOfRecord;

/** Who a request is from, for those who count. */
final class Senders {
  private static final String ASSERTED = "P-Asserted-Identity";

  /** Host of those who do not want to be known (RFC 3323 4.1.1.3). */
  private static final String ANONYMOUS = "anonymous.invalid";

  private Senders() {}

  /**
   * The address in From; of somebody who hides it there, the one that a front vouches for (RFC
   * 3325), if it does.
   *
   * @param vouched whether the request comes from such a front
   */
  static Optional<AddressOfRecord> of(SipServletRequest request, boolean vouched) {
    Optional<AddressOfRecord> from = AddressOfRecord.parse(request.getFrom().getURI().toString());
    boolean hidden = from.filter(aor -> !isAnonymous(aor)).isEmpty();
    return vouched && hidden ? asserted(request) : from;
  }

  private static boolean isAnonymous(AddressOfRecord aor) {
    return aor.host().equals(ANONYMOUS) || aor.user().toLowerCase(Locale.ROOT).equals("anonymous");
  }

  private static Optional<AddressOfRecord> asserted(SipServletRequest request) {
    try {
      for (Address each : HeaderFields.addresses(request, ASSERTED)) {
        Optional<AddressOfRecord> aor = AddressOfRecord.parse(each.getURI().toString());
        if (aor.isPresent()) {
          return aor;
        }
      }
      return Optional.empty();
    } catch (ServletParseException e) {
      return Optional.empty();
    }
  }
}
