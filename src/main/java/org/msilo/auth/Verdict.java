package org.msilo.auth;

import java.util.List;

/**
 * What came of credentials.
 *
 * @param outcome whether they prove who sends
 * @param offer the algorithms for the next challenge when the outcome is STALE, else none
 */
public record Verdict(Outcome outcome, List<DigestAlgorithm> offer) {

  /** Whether credentials prove who sends, and if not, what to do about it. */
  public enum Outcome {
    /** They are of the one who must have sent this. */
    PROVED,
    /** They are somebody's, but not of the one who must have sent this. */
    SOMEBODY_ELSE,
    /** The password may be right: the client is to use a new nonce, or another algorithm. */
    STALE,
    /** They prove nothing. */
    WRONG
  }

  public Verdict {
    offer = List.copyOf(offer);
  }

  static Verdict of(Outcome outcome) {
    return new Verdict(outcome, List.of());
  }
}
