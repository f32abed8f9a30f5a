package org.msilo.testing;

import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;

/** What a phone answers to challenges with. */
record Login(String user, String password, String algorithm) {

  static boolean isChallenge(SipText response) {
    return response.status() == 401 || response.status() == 407;
  }

  /** The request again, with credentials for the first challenge of this phone's algorithm. */
  RequestDraft answer(RequestDraft draft, SipText response) {
    boolean registrar = response.status() == 401;
    DigestAnswer answer =
        response.headers(registrar ? "WWW-Authenticate" : "Proxy-Authenticate").stream()
            .map(DigestAnswer::new)
            .filter(offer -> offer.parameter("algorithm").equals(algorithm))
            .findFirst()
            .orElseThrow(() -> new AssertionError(algorithm + " is not offered in\n" + response));
    return draft
        .cseq(response.cseq() + 1)
        .set(
            registrar ? "Authorization" : "Proxy-Authorization",
            answer.to(draft.method(), draft.requestUri(), user, password, 1));
  }
}
