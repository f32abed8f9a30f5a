package org.msilo.auth;

import org.msilo.auth.DigestCredentials.Protection;

/** The response of RFC 7616 3.4.1, as server and client compute it. */
final class DigestProof {
  private DigestProof() {}

  /**
   * @param ha1 the user's secret, H(username:realm:password)
   * @return lower-case hexadecimal
   */
  static String of(
      DigestCredentials credentials, String ha1, DigestAlgorithm algorithm, String method) {
    String ha2 = algorithm.hash(method + ":" + credentials.uri());
    String between = credentials.protection().map(DigestProof::counted).orElse("");
    return algorithm.hash(ha1 + ":" + credentials.nonce() + ":" + between + ha2);
  }

  private static String counted(Protection protection) {
    return protection.count() + ":" + protection.cnonce() + ":" + protection.qop() + ":";
  }
}
