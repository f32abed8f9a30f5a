package org.msilo.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One contact of an address-of-record, as the registrar keeps it (RFC 3261 10); immutable.
 *
 * @param aor whose binding it is
 * @param contact the Contact URI
 * @param parameters the Contact's header parameters other than expires and q, as written, with
 *     their leading semicolons, or ""
 * @param q preference in thousandths, 0 to 1000 (RFC 3261 20.10)
 * @param expiresAt when it lapses
 * @param callId Call-ID of the REGISTER that made or last refreshed it
 * @param cseq CSeq number of that REGISTER
 * @param path the Path it registered by, first hop first (RFC 3327); empty for none
 * @param flow where it registered from, when that is the way to it: a {@link Flow} as text
 * @param takesMessages whether it wants MESSAGE at all, by its {@code methods} or the Allow of its
 *     REGISTER
 * @param closedToMail whether it answered that it takes no mail; ends with its next REGISTER
 * @param registeredAt when it last registered
 */
public record Binding(
    AddressOfRecord aor,
    String contact,
    String parameters,
    int q,
    Instant expiresAt,
    String callId,
    long cseq,
    List<String> path,
    Optional<String> flow,
    boolean takesMessages,
    boolean closedToMail,
    Instant registeredAt) {

  private static final int LONGEST_FLOW_KEY = 255;

  public Binding {
    path = List.copyOf(path);
    if (q < 0 || q > 1000) {
      throw new IllegalArgumentException("q must be 0 to 1000 thousandths: " + q);
    }
  }

  /** This binding, reached by the way another registration of its contact came by. */
  public Binding withPathOf(Binding other) {
    return new Binding(
        aor,
        other.contact,
        parameters,
        q,
        expiresAt,
        callId,
        cseq,
        other.path,
        other.flow,
        other.takesMessages,
        false,
        registeredAt);
  }

  /** This binding without the way back that its REGISTER came by: its Contact is left. */
  public Binding withoutFlow() {
    return new Binding(
        aor,
        contact,
        parameters,
        q,
        expiresAt,
        callId,
        cseq,
        path,
        Optional.empty(),
        takesMessages,
        closedToMail,
        registeredAt);
  }

  /** This binding, reached by way of another server instead of by its own path or flow. */
  public Binding reachedBy(String hop) {
    return new Binding(
        aor,
        contact,
        parameters,
        q,
        expiresAt,
        callId,
        cseq,
        List.of(hop),
        Optional.empty(),
        takesMessages,
        closedToMail,
        registeredAt);
  }

  /** What is remembered of this binding when a REGISTER removes it: the order to be kept. */
  public Binding removedBy(String removingCallId, long removingCseq, Instant moment) {
    return new Binding(
        aor,
        contact,
        parameters,
        q,
        moment,
        removingCallId,
        removingCseq,
        path,
        flow,
        false,
        true,
        moment);
  }

  /** Whether a REGISTER removed it; one that lapsed had at least some life. */
  public boolean wasRemoved() {
    return !registeredAt.isBefore(expiresAt);
  }

  /** The device it is on, by its {@code +sip.instance} (RFC 5626 4.1), angle brackets and all. */
  public Optional<String> instance() {
    return new HeaderParameters(parameters).value("+sip.instance");
  }

  /** Which of its device's flows it came by (RFC 5626 4.2). */
  public Optional<String> regId() {
    return new HeaderParameters(parameters).value("reg-id");
  }

  /**
   * What names a binding of outbound, whatever its Contact is (RFC 5626 6): its device and which of
   * the device's flows it is. Empty when it does not say both, or says them at excessive length.
   */
  public Optional<String> flowKey() {
    return regId()
        .flatMap(id -> instance().map(device -> id + " " + device))
        .filter(key -> key.length() <= LONGEST_FLOW_KEY);
  }

  /** Whether the two are one binding: the same flow of a device, else the same contact. */
  public boolean isSameAs(Binding other) {
    Optional<String> mine = flowKey();
    Optional<String> theirs = mine.isEmpty() ? mine : other.flowKey();
    return theirs.isPresent() ? mine.equals(theirs) : isFor(other.contact);
  }

  public boolean isLiveAt(Instant moment) {
    return moment.isBefore(expiresAt);
  }

  /** Whether stored messages may be sent to it at that moment. */
  public boolean takesMailAt(Instant moment) {
    return isLiveAt(moment) && takesMessages && !closedToMail;
  }

  /** The way to it, first hop first: its Path, else the flow that it is reached on. */
  public List<String> route() {
    return path.isEmpty()
        ? flow.flatMap(Flow::parse).map(way -> List.of(way.route())).orElse(List.of())
        : path;
  }

  /** Whether its first hop is reached by a transport with congestion control. */
  public boolean isCongestionControlled() {
    return Stream.concat(route().stream(), Stream.of(contact))
        .findFirst()
        .flatMap(SipUri::parse)
        .filter(SipUri::isCongestionControlled)
        .isPresent();
  }

  /** Whether the other contact is the same by RFC 3261 19.1.4. */
  public boolean isFor(String otherContact) {
    // The same text is what a phone sends that refreshes, and needs no taking apart.
    return contact.equals(otherContact)
        || SipUri.parse(contact)
            .flatMap(mine -> SipUri.parse(otherContact).map(mine::isEquivalentTo))
            .orElse(false);
  }
}
