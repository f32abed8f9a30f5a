package org.msilo.auth;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.msilo.auth.DigestCredentials.Protection;
import org.msilo.auth.Verdict.Outcome;
import org.msilo.message.AddressOfRecord;

/** Makes challenges and judges what is answered to them (RFC 3261 22, RFC 7616). Thread-safe. */
public final class Authenticator {
  /** As many as authenticate once each in five minutes at 600 a second; some 50 MB when full. */
  private static final int NONCES = 180_000;

  private static final String QOP = "auth";

  /** What an unknown user is measured by, so that he takes as long as a known one. */
  private static final String NOBODY = "0".repeat(DigestAlgorithm.SHA_256.hexLength());

  private final SubscriberSource subscribers;
  private final List<DigestAlgorithm> offered;
  private final Nonces nonces;
  private final NonceCounts counts;

  /**
   * @param offered what clients are asked for, in this order; nothing else is taken
   */
  public Authenticator(
      SubscriberSource subscribers, List<DigestAlgorithm> offered, Nonces nonces, Clock clock) {
    this.subscribers = subscribers;
    this.offered = List.copyOf(offered);
    this.nonces = nonces;
    this.counts = new NonceCounts(clock, NONCES);
  }

  /** The values of the header fields of a challenge with all algorithms offered. */
  public List<String> challenge(String realm) {
    return challenge(realm, offered, false);
  }

  /**
   * The values of the header fields of a challenge.
   *
   * @param realm a domain in canonical form
   * @param stale whether the client may try again with the password it has
   */
  public List<String> challenge(String realm, List<DigestAlgorithm> offer, boolean stale) {
    String nonce = nonces.issue(realm);
    List<String> values = new ArrayList<>();
    for (DigestAlgorithm algorithm : offer) {
      values.add(
          "Digest realm=\"%s\", nonce=\"%s\", algorithm=%s, qop=\"%s\"%s"
              .formatted(realm, nonce, algorithm.token(), QOP, stale ? ", stale=true" : ""));
    }
    return values;
  }

  /**
   * Judges credentials; does not wait. The future fails when the users cannot be looked up.
   *
   * @param method that of the request
   * @param owner who must have sent the request; his host is the realm
   */
  public CompletableFuture<Verdict> judge(
      DigestCredentials credentials, String method, AddressOfRecord owner) {
    Optional<DigestAlgorithm> algorithm =
        DigestAlgorithm.named(credentials.algorithm()).filter(offered::contains);
    boolean counted =
        credentials.protection().filter(it -> it.qop().equalsIgnoreCase(QOP)).isPresent();
    boolean ours =
        credentials.realm().equals(owner.host())
            && nonces.issuedAt(credentials.nonce(), credentials.realm()).isPresent();
    if (algorithm.isEmpty() || !counted || !ours) {
      return CompletableFuture.completedFuture(Verdict.of(Outcome.WRONG));
    }
    AddressOfRecord claimed = named(credentials.username(), credentials.realm());
    return subscribers
        .find(claimed)
        .thenApply(found -> judge(credentials, method, found, algorithm.get()))
        .thenApply(
            verdict ->
                verdict.outcome() == Outcome.PROVED && !claimed.equals(owner)
                    ? Verdict.of(Outcome.SOMEBODY_ELSE)
                    : verdict);
  }

  /** A user name is no part of a URI: what looks like an escape there is none. */
  private static AddressOfRecord named(String username, String realm) {
    return new AddressOfRecord(username.replace("%", "%25"), realm);
  }

  private Verdict judge(
      DigestCredentials credentials,
      String method,
      Optional<Subscriber> subscriber,
      DigestAlgorithm algorithm) {
    Optional<String> secret = subscriber.flatMap(it -> it.secret(algorithm));
    boolean proved = credentials.isProvedBy(secret.orElse(NOBODY), algorithm, method);
    if (subscriber.isPresent() && secret.isEmpty()) {
      // Whose password we know by its MD5 only must not be asked for SHA-256.
      return again(subscriber.get());
    }
    if (!proved || secret.isEmpty()) {
      return Verdict.of(Outcome.WRONG);
    }
    return isUnused(credentials) ? Verdict.of(Outcome.PROVED) : again(subscriber.orElseThrow());
  }

  /** Another try with what this user can be asked for, if that is anything. */
  private Verdict again(Subscriber subscriber) {
    List<DigestAlgorithm> possible =
        offered.stream().filter(it -> subscriber.secret(it).isPresent()).toList();
    return possible.isEmpty() ? Verdict.of(Outcome.WRONG) : new Verdict(Outcome.STALE, possible);
  }

  private boolean isUnused(DigestCredentials credentials) {
    String nonce = credentials.nonce();
    Protection protection = credentials.protection().orElseThrow();
    return nonces
        .issuedAt(nonce, credentials.realm())
        .filter(nonces::isFresh)
        .filter(issuedAt -> counts.use(nonce, issuedAt, protection.number()))
        .isPresent();
  }
}
