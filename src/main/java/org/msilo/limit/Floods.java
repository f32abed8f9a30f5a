package org.msilo.limit;

import java.util.function.Predicate;

/**
 * Whether one more datagram of an IP address is too much to be read at all: to refuse it would cost
 * more than it cost its sender. Each question counts as a datagram. Thread-safe.
 */
public final class Floods implements Predicate<String> {
  /** Up to so many times the rate of an address, what is too much still gets an answer. */
  public static final int TIMES_THE_RATE = 2;

  private final TokenBuckets sources;
  private final Predicate<String> exempt;
  private final LimitCounts counts;

  /**
   * @param sources datagrams from one IP address
   * @param exempt IP addresses that have no rate
   */
  public Floods(TokenBuckets sources, Predicate<String> exempt, LimitCounts counts) {
    this.sources = sources;
    this.exempt = exempt;
    this.counts = counts;
  }

  @Override
  public boolean test(String address) {
    if (exempt.test(address) || sources.take(address).isEmpty()) {
      return false;
    }
    counts.hit(Limit.UNREAD);
    return true;
  }
}
