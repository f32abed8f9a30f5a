package org.msilo.bench.wire;

import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * Timer E of RFC 3261 17.1.2.2 for requests that were sent in the order of their numbers: as each
 * one waits equally long for its n-th retransmission, one cursor for each n does for all of them.
 * Not thread-safe.
 */
final class Retransmissions {
  /** Moments of retransmission after the first sending, in milliseconds: T1 500 ms, T2 4 s. */
  private static final int[] AFTER_MILLIS = {
    500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500
  };

  private final long[] sentAt;
  private final IntPredicate answered;
  private final int[] cursors = new int[AFTER_MILLIS.length];
  private int sent;

  /**
   * @param count how many requests there will be
   * @param answered whether a request has its final response
   */
  Retransmissions(int count, IntPredicate answered) {
    this.sentAt = new long[count];
    this.answered = answered;
  }

  /** The next request, by number, was sent. */
  void sent(int number, long nanos) {
    sentAt[number] = nanos;
    sent = number + 1;
  }

  /** The number of a request that is to be sent again now; -1 if none is. */
  int due(long now) {
    for (int n = 0; n < cursors.length; n++) {
      long earlier = now - TimeUnit.MILLISECONDS.toNanos(AFTER_MILLIS[n]);
      while (cursors[n] < sent && sentAt[cursors[n]] <= earlier) {
        int number = cursors[n]++;
        if (!answered.test(number)) {
          return number;
        }
      }
    }
    return -1;
  }
}
