package org.msilo.auth;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.msilo.message.AddressOfRecord;

/**
 * A user with the hashes of his password, never the password. Immutable.
 *
 * @param aor who he is; the host is the realm
 * @param ha1 MD5 of username:realm:password in lower-case hexadecimal, if it is known
 * @param ha1Sha256 the same with SHA-256
 */
public record Subscriber(AddressOfRecord aor, Optional<String> ha1, Optional<String> ha1Sha256) {

  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

  public Subscriber {
    ha1 = checked(ha1, DigestAlgorithm.MD5);
    ha1Sha256 = checked(ha1Sha256, DigestAlgorithm.SHA_256);
    if (ha1.isEmpty() && ha1Sha256.isEmpty()) {
      throw new IllegalArgumentException("a subscriber needs a secret");
    }
  }

  /** Makes one of a password, which is not kept. */
  public static Subscriber withPassword(AddressOfRecord aor, String password) {
    return new Subscriber(
        aor,
        Optional.of(DigestAlgorithm.MD5.ha1(aor.user(), aor.host(), password)),
        Optional.of(DigestAlgorithm.SHA_256.ha1(aor.user(), aor.host(), password)));
  }

  /** The secret for this algorithm. */
  Optional<String> secret(DigestAlgorithm algorithm) {
    return algorithm == DigestAlgorithm.MD5 ? ha1 : ha1Sha256;
  }

  private static Optional<String> checked(Optional<String> hash, DigestAlgorithm algorithm) {
    Optional<String> lower = hash.map(text -> text.toLowerCase(Locale.ROOT));
    if (lower
        .filter(it -> it.length() != algorithm.hexLength() || !HEX.matcher(it).matches())
        .isPresent()) {
      throw new IllegalArgumentException("no " + algorithm.token() + " hash of a secret");
    }
    return lower;
  }

  /** Keeps the hashes, which are as good as passwords, out of logs. */
  @Override
  public String toString() {
    return aor.toString();
  }
}
