package org.msilo.sip;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import org.msilo.location.Connections;
import org.msilo.location.ContactUpdate;
import org.msilo.location.Registration;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Flow;
import org.msilo.message.IpAddress;

/** Reads a REGISTER (RFC 3261 10.3). Thread-safe. */
final class RegistrationReader {
  /** As much as the store has room for, of the URI and of the parameters of a Contact. */
  private static final int MOST_CONTACT_CHARS = 2048;

  private final SipSettings settings;
  private final Set<String> thirdPartyFrom;
  private final Connections connections;
  private final Clock clock;

  /**
   * @param thirdPartyFrom IP addresses that may register others
   */
  RegistrationReader(
      SipSettings settings, Set<String> thirdPartyFrom, Connections connections, Clock clock) {
    this.settings = settings;
    this.thirdPartyFrom = thirdPartyFrom;
    this.connections = connections;
    this.clock = clock;
  }

  Registration read(SipServletRequest request) throws BadRequestException {
    try {
      AddressOfRecord aor = addressOfRecord(request);
      List<Contact> contacts = Contact.allOf(request);
      boolean removesAll = contacts.stream().anyMatch(Contact::isWildcard);
      if (removesAll) {
        checkWildcard(request, contacts);
      }
      boolean thirdParty = isThirdParty(request, aor);
      WayBack wayBack = WayBack.of(request, connections);
      return new Registration(
          aor,
          request.getCallId(),
          HeaderFields.cseq(request),
          removesAll,
          removesAll
              ? List.of()
              : thirdParty ? identity(request, aor, contacts) : updates(request, contacts, wayBack),
          thirdParty ? Contact.urisOf(request) : path(request),
          thirdParty ? Optional.empty() : wayBack.flow().map(Flow::toString),
          clock.instant());
    } catch (ServletParseException e) {
      throw new BadRequestException(StatusCodes.BAD_REQUEST, e.getMessage());
    }
  }

  /**
   * Whether somebody registers another, as an S-CSCF does with an application server (3GPP TS
   * 24.229 5.4.1.7); only those may who are known for it.
   */
  private boolean isThirdParty(SipServletRequest request, AddressOfRecord aor)
      throws BadRequestException {
    String from = request.getFrom().getURI().toString();
    if (AddressOfRecord.parse(from).filter(aor::equals).isPresent()) {
      return false;
    }
    if (!mayRegisterOthers(request)) {
      throw new BadRequestException(
          StatusCodes.FORBIDDEN,
          from + " must not register " + aor + " from " + request.getInitialRemoteAddr());
    }
    return true;
  }

  /** Whether one of those who are known to register others does so; his own needs his password. */
  boolean registersOther(SipServletRequest request) {
    Optional<AddressOfRecord> from = AddressOfRecord.parse(request.getFrom().getURI().toString());
    Optional<AddressOfRecord> to = AddressOfRecord.parse(request.getTo().getURI().toString());
    return to.isPresent() && !from.equals(to) && mayRegisterOthers(request);
  }

  private boolean mayRegisterOthers(SipServletRequest request) {
    String source = request.getInitialRemoteAddr();
    return source != null && thirdPartyFrom.contains(IpAddress.forUri(source));
  }

  /** The public identity is reached under its own address, by way of the S-CSCF's contact. */
  private static List<ContactUpdate> identity(
      SipServletRequest request, AddressOfRecord aor, List<Contact> contacts)
      throws BadRequestException {
    return contacts.isEmpty()
        ? List.of()
        : List.of(update(aor.toUri(), contacts.get(0), request, false));
  }

  private static List<String> path(SipServletRequest request) throws ServletParseException {
    return HeaderFields.addresses(request, "Path").stream()
        .map(address -> address.getURI().toString())
        .toList();
  }

  private AddressOfRecord addressOfRecord(SipServletRequest request) throws BadRequestException {
    String to = request.getTo().getURI().toString();
    AddressOfRecord aor =
        AddressOfRecord.parse(to)
            .orElseThrow(
                () ->
                    new BadRequestException(
                        StatusCodes.BAD_REQUEST, "To is no address-of-record: " + to));
    if (!settings.isLocal(aor)) {
      throw new BadRequestException(StatusCodes.NOT_FOUND, aor + " is not of our domains");
    }
    return aor;
  }

  /** The asterisk goes alone, with an Expires of 0 and nothing else (RFC 3261 10.3 step 6). */
  private static void checkWildcard(SipServletRequest request, List<Contact> contacts)
      throws BadRequestException {
    String expires = Optional.ofNullable(request.getHeader("Expires")).orElse("").strip();
    boolean alone = contacts.size() == 1 && contacts.get(0).parameters().text().isEmpty();
    if (!alone || !expires.matches("0+")) {
      throw new BadRequestException(
          StatusCodes.BAD_REQUEST, "Contact * needs Expires: 0 and no other Contact");
    }
  }

  private static List<ContactUpdate> updates(
      SipServletRequest request, List<Contact> contacts, WayBack wayBack)
      throws BadRequestException {
    List<ContactUpdate> updates = new ArrayList<>();
    for (Contact contact : contacts) {
      String uri = contact.uri();
      if (SecureWay.isSips(uri) && !SecureWay.isUsedBy(request)) {
        throw new BadRequestException(
            StatusCodes.FORBIDDEN, "a sips: contact is registered over TLS only: " + uri);
      }
      updates.add(update(uri, contact, request, wayBack.leadsTo(uri)));
    }
    return updates;
  }

  private static ContactUpdate update(
      String uri, Contact contact, SipServletRequest request, boolean usesFlow)
      throws BadRequestException {
    String parameters = contact.otherParameters();
    if (uri.length() > MOST_CONTACT_CHARS || parameters.length() > MOST_CONTACT_CHARS) {
      throw new BadRequestException(
          StatusCodes.TOO_LARGE, "a Contact of more than " + MOST_CONTACT_CHARS + " characters");
    }
    return new ContactUpdate(
        uri,
        parameters,
        contact.preference(),
        contact.life(request),
        contact.takesMessages(request),
        usesFlow);
  }
}
