package org.msilo.auth;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which nonce counts were used, so that none is used twice (RFC 7616 3.4). Only proved credentials
 * come here, so a stranger cannot fill it. Memory is bounded: when it is full, the oldest nonce is
 * forgotten, and with it all that are as old and not known are refused as stale, which costs an
 * honest client one more challenge. Thread-safe; of this node only.
 */
final class NonceCounts {
  private static final int WINDOW = Long.SIZE;

  private final Clock clock;
  private final int capacity;
  private final Map<String, Seen> byNonce = new HashMap<>();
  private final TreeSet<Seen> byAge =
      new TreeSet<>(Comparator.comparing(Seen::issuedAt).thenComparing(Seen::nonce));
  private final Instant[] forgottenUntil = {Instant.MIN};

  /**
   * @param capacity nonces that are remembered; some 300 bytes each
   */
  NonceCounts(Clock clock, int capacity) {
    this.clock = clock;
    this.capacity = capacity;
  }

  /** Notes that a count was used; false when it was before, or when that is no longer known. */
  synchronized boolean use(String nonce, Instant issuedAt, long count) {
    forgetExpired();
    Seen seen = byNonce.get(nonce);
    if (seen == null) {
      if (!issuedAt.isAfter(forgottenUntil[0])) {
        return false;
      }
      seen = remember(nonce, issuedAt);
    }
    return seen.use(count);
  }

  synchronized int size() {
    return byNonce.size();
  }

  private Seen remember(String nonce, Instant issuedAt) {
    Seen seen = new Seen(nonce, issuedAt, new long[2]);
    byNonce.put(nonce, seen);
    byAge.add(seen);
    if (byAge.size() > capacity) {
      forgottenUntil[0] = forgetOldest();
    }
    return seen;
  }

  private void forgetExpired() {
    Instant expired = clock.instant().minus(Nonces.LIFETIME);
    while (!byAge.isEmpty() && !byAge.first().issuedAt.isAfter(expired)) {
      forgetOldest();
    }
  }

  private Instant forgetOldest() {
    Seen oldest = byAge.pollFirst();
    byNonce.remove(oldest.nonce);
    return oldest.issuedAt;
  }

  /**
   * The counts of one nonce: the highest one, and which of the 64 below it were used, since
   * requests over UDP may overtake each other.
   *
   * @param state the highest count, and a bit for each one from there downwards
   */
  private record Seen(String nonce, Instant issuedAt, long[] state) {
    boolean use(long count) {
      long highest = state[0];
      if (count > highest) {
        long steps = count - highest;
        state[0] = count;
        state[1] = steps >= WINDOW ? 1 : state[1] << steps | 1;
        return true;
      }
      long below = highest - count;
      if (count == 0 || below >= WINDOW || (state[1] >>> below & 1) == 1) {
        return false;
      }
      state[1] |= 1L << below;
      return true;
    }
  }
}
