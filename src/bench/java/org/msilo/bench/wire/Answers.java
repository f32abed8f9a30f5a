package org.msilo.bench.wire;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.HdrHistogram.Histogram;

/** Which requests have their final response, and when it came. One thread writes, others ask. */
final class Answers {
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final int UNAVAILABLE = 503;

  private final AtomicIntegerArray statuses;
  private final Histogram latency = new Histogram(LONGEST_MICROS, 3);
  private final BitSet numbers = new BitSet();
  private final double nanosEach;
  private final long startedAt;
  private volatile int answered;
  private volatile long lastAt;
  private int accepted;
  private int acceptedInTime;
  private int unavailable;
  private long lastAcceptedAt;

  Answers(int count, int rate, long startedAt) {
    this.statuses = new AtomicIntegerArray(count);
    this.nanosEach = 1e9 / rate;
    this.startedAt = startedAt;
    this.lastAt = startedAt;
    this.lastAcceptedAt = startedAt;
  }

  /** When a request is to be sent. */
  long intendedAt(int number) {
    return startedAt + (long) (number * nanosEach);
  }

  /** Takes a response; only the first final one to each request counts. */
  void received(int number, ByteBuffer response, long now) {
    int status = status(response);
    if (number < 0
        || number >= statuses.length()
        || status < 200
        || !statuses.compareAndSet(number, 0, status)) {
      return;
    }
    if (status < 300) {
      accepted++;
      numbers.set(number);
      acceptedInTime += now <= intendedAt(statuses.length()) ? 1 : 0;
      lastAcceptedAt = now;
      latency.recordValue(Math.min(LONGEST_MICROS, (now - intendedAt(number)) / 1000));
    } else if (status == UNAVAILABLE) {
      unavailable++;
    }
    lastAt = now;
    answered = answered + 1;
  }

  /** The three digits after "SIP/2.0 "; 0 if the datagram is no response. */
  private static int status(ByteBuffer response) {
    if (response.limit() < 12 || response.get(0) != 'S') {
      return 0;
    }
    return (response.get(8) - '0') * 100 + (response.get(9) - '0') * 10 + response.get(10) - '0';
  }

  boolean has(int number) {
    return statuses.get(number) != 0;
  }

  boolean isComplete() {
    return answered == statuses.length();
  }

  /** When the last final response came, or the start. */
  long lastAt() {
    return lastAt;
  }

  /** To be asked when the thread that reads has ended. */
  Outcome outcome(int rate, int retransmitted, long lateNanos) {
    return new Outcome(
        rate,
        statuses.length(),
        accepted,
        acceptedInTime,
        unavailable,
        answered - accepted - unavailable,
        retransmitted,
        (lastAcceptedAt - startedAt) / 1e9,
        latency,
        numbers,
        TimeUnit.NANOSECONDS.toMicros(lateNanos));
  }
}
