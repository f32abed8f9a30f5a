package org.msilo.sip;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.servlet.sip.SipServletRequest;
import org.msilo.auth.AuthPolicy;
import org.msilo.auth.Authenticator;
import org.msilo.auth.DigestCredentials;
import org.msilo.auth.Verdict;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets those in who have proved who they are, and challenges the others (RFC 3261 22). The
 * registrar asks with 401; all else is asked for with 407, MESSAGE too: whether it is passed on or
 * kept is not known yet, and is none of a stranger's business. Continues on reply threads when it
 * has to look somebody up; thread-safe.
 */
final class Doorkeeper {
  private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);

  /** Request attribute of those that need not be asked again. */
  private static final String PROVED = "org.msilo.proved";

  private static final String ASSERTED = "P-Asserted-Identity";

  private final AuthPolicy policy;
  private final Authenticator authenticator;
  private final Admission admission;
  private final Realms realms;
  private final Gate gate;

  Doorkeeper(
      AuthPolicy policy,
      Authenticator authenticator,
      Admission admission,
      Realms realms,
      Gate gate) {
    this.policy = policy;
    this.authenticator = authenticator;
    this.admission = admission;
    this.realms = realms;
    this.gate = gate;
  }

  /** Takes away what only a front of ours may say of a sender; comes before anything else. */
  void meet(SipServletRequest request) {
    if (policy.trusted().contain(request.getInitialRemoteAddr())) {
      request.setAttribute(PROVED, Boolean.TRUE);
    } else if (request.getHeader(ASSERTED) != null) {
      // RFC 3325 5: nobody else's word counts.
      request.removeHeader(ASSERTED);
    }
  }

  /** REGISTER for the registrar here: from the owner of the address in To. */
  void registering(SipServletRequest request, Consumer<SipServletRequest> next) {
    if (policy.registers()) {
      prove(request, Challenger.REGISTRAR, next);
    } else {
      next.accept(request);
    }
  }

  /** A request to a user of ours: from the owner of the address in From. */
  void sending(SipServletRequest request, Consumer<SipServletRequest> next) {
    if (policy.senders()) {
      prove(request, Challenger.PROXY, next);
    } else {
      next.accept(request);
    }
  }

  /** A request to another domain: from the owner of the address in From. */
  void leaving(SipServletRequest request, Consumer<SipServletRequest> next) {
    if (policy.relayed()) {
      prove(request, Challenger.PROXY, next);
    } else {
      next.accept(request);
    }
  }

  private void prove(
      SipServletRequest request, Challenger challenger, Consumer<SipServletRequest> next) {
    if (request.getAttribute(PROVED) != null) {
      next.accept(request);
      return;
    }
    try {
      Optional<AddressOfRecord> owner =
          AddressOfRecord.parse(challenger.ownerOf(request)).filter(admission::isLocal);
      String realm = owner.map(AddressOfRecord::host).orElseGet(() -> realms.of(request));
      Optional<DigestCredentials> credentials = challenger.credentials(request, realm);
      if (credentials.isEmpty()) {
        challenge(request, challenger, authenticator.challenge(realm));
      } else if (owner.isEmpty()) {
        throw new BadRequestException(StatusCodes.FORBIDDEN, "no address of a user of ours");
      } else {
        judge(new Attempt(request, challenger, owner.get(), next), credentials.get());
      }
    } catch (BadRequestException e) {
      Answers.refuse(request, e);
    }
  }

  private void judge(Attempt attempt, DigestCredentials credentials) throws BadRequestException {
    if (!realms.isMeant(attempt.request, credentials.uri())) {
      throw new BadRequestException(
          StatusCodes.BAD_REQUEST, "the credentials are for another target");
    }
    authenticator
        .judge(credentials, attempt.request.getMethod(), attempt.owner)
        .thenAccept(verdict -> gate.resume(attempt.request, request -> act(attempt, verdict)))
        .exceptionally(
            e -> {
              LOG.warn("{} could not be looked up: {}", attempt.owner, e.getMessage());
              Answers.sendUnavailable(attempt.request);
              return null;
            });
  }

  private void act(Attempt attempt, Verdict verdict) {
    String realm = attempt.owner.host();
    switch (verdict.outcome()) {
      case PROVED -> {
        attempt.request.setAttribute(PROVED, Boolean.TRUE);
        attempt.challenger.forget(attempt.request, realm);
        attempt.next.accept(attempt.request);
      }
      case SOMEBODY_ELSE -> Answers.send(attempt.request, StatusCodes.FORBIDDEN);
      case STALE ->
          challenge(
              attempt.request,
              attempt.challenger,
              authenticator.challenge(realm, verdict.offer(), true));
      case WRONG -> challenge(attempt.request, attempt.challenger, authenticator.challenge(realm));
    }
  }

  private static void challenge(
      SipServletRequest request, Challenger challenger, List<String> values) {
    Answers.send(
        request,
        challenger.status(),
        values.stream()
            .map(value -> new Header(challenger.challengeHeader(), value))
            .toArray(Header[]::new));
  }

  /** Credentials that are being judged, and what comes then. */
  private record Attempt(
      SipServletRequest request,
      Challenger challenger,
      AddressOfRecord owner,
      Consumer<SipServletRequest> next) {}
}
