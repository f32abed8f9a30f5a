package org.msilo.sip;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import org.msilo.auth.DigestCredentials;
import org.msilo.auth.MalformedCredentialsException;

/** The two parts in which a server asks who somebody is (RFC 3261 22.2 and 22.3). */
enum Challenger {
  /** The registrar asks as the one the request is for. */
  REGISTRAR(StatusCodes.UNAUTHORIZED, "WWW-Authenticate", "Authorization"),
  /** The proxy asks on the way. */
  PROXY(StatusCodes.PROXY_AUTHENTICATION_REQUIRED, "Proxy-Authenticate", "Proxy-Authorization");

  /** Credentials for other realms may stand beside ours, but not without end. */
  private static final int MOST = 16;

  private final int status;
  private final String challengeHeader;
  private final String credentialsHeader;

  Challenger(int status, String challengeHeader, String credentialsHeader) {
    this.status = status;
    this.challengeHeader = challengeHeader;
    this.credentialsHeader = credentialsHeader;
  }

  int status() {
    return status;
  }

  String challengeHeader() {
    return challengeHeader;
  }

  /** URI of who has to prove that it is he. */
  String ownerOf(SipServletRequest request) {
    return (this == REGISTRAR ? request.getTo() : request.getFrom()).getURI().toString();
  }

  /** The credentials for this realm, if there are any. */
  Optional<DigestCredentials> credentials(SipServletRequest request, String realm)
      throws BadRequestException {
    List<String> values = values(request);
    if (values.size() > MOST) {
      throw new BadRequestException(StatusCodes.BAD_REQUEST, "too many credentials");
    }
    for (String value : values) {
      Optional<DigestCredentials> one = parse(value).filter(it -> it.realm().equals(realm));
      if (one.isPresent()) {
        return one;
      }
    }
    return Optional.empty();
  }

  /** Takes the credentials for this realm out of a request: they are nobody else's business. */
  void forget(SipServletRequest request, String realm) {
    List<String> others = new ArrayList<>();
    for (String value : values(request)) {
      if (!isFor(realm, value)) {
        others.add(value);
      }
    }
    request.removeHeader(credentialsHeader);
    others.forEach(value -> request.addHeader(Answers.repeatable(credentialsHeader), value));
  }

  private static boolean isFor(String realm, String value) {
    try {
      return parse(value).filter(it -> it.realm().equals(realm)).isPresent();
    } catch (BadRequestException e) {
      return false;
    }
  }

  private List<String> values(SipServletRequest request) {
    List<String> values = new ArrayList<>();
    for (Iterator<String> each = request.getHeaders(credentialsHeader); each.hasNext(); ) {
      values.add(each.next());
    }
    return values;
  }

  private static Optional<DigestCredentials> parse(String value) throws BadRequestException {
    try {
      return DigestCredentials.parse(value);
    } catch (MalformedCredentialsException e) {
      throw new BadRequestException(
          StatusCodes.BAD_REQUEST, "malformed credentials: " + e.getMessage());
    }
  }
}
