package org.msilo.bench.wire;

import java.util.BitSet;
import org.HdrHistogram.Histogram;

/**
 * What came of requests that were sent at a rate; latencies count from the moment a request was to
 * be sent, whether or not the sender kept up.
 *
 * @param rate requests a second that were to be sent
 * @param sent how many requests, retransmissions left out
 * @param accepted how many were answered 2xx
 * @param acceptedInTime how many of them while requests were still being sent
 * @param unavailable how many were answered 503
 * @param refused how many had another final response
 * @param retransmitted how many datagrams were sent again (RFC 3261 17.1.2.2, Timer E)
 * @param seconds from the first request to the last one that was answered 2xx
 * @param latency microseconds from the intended moment to a 2xx
 * @param numbers which requests were answered 2xx
 * @param lateMicros how late the sender itself was, at worst
 */
public record Outcome(
    int rate,
    int sent,
    int accepted,
    int acceptedInTime,
    int unavailable,
    int refused,
    int retransmitted,
    double seconds,
    Histogram latency,
    BitSet numbers,
    long lateMicros) {
  /** Beyond, the sender was starved of a processor, and the figures are worth less. */
  private static final long LATE_MICROS = 50_000;

  private static final double NEARLY = 0.05;

  /** Whether every request was answered 2xx at its first attempt. */
  public boolean isHeld() {
    return accepted == sent && retransmitted == 0;
  }

  /** Whether a short disturbance may have been the reason that it was not held. */
  public boolean isNearlyHeld() {
    return !isHeld() && accepted == sent && retransmitted <= sent * NEARLY;
  }

  public int unanswered() {
    return sent - accepted - unavailable - refused;
  }

  /** How many were accepted a second while requests were still being sent. */
  public double acceptedPerSecond() {
    return (double) acceptedInTime * rate / sent;
  }

  /** The latency in milliseconds that so many percent do not exceed. */
  public double millis(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1000.0;
  }

  /** One line for the screen. */
  public String line() {
    return ("%6d/s  accepted %7d of %7d  503 %6d  other %4d  silent %5d  again %6d"
            + "  p50 %7.1f ms  p99 %7.1f ms  %s%s")
        .formatted(
            rate,
            accepted,
            sent,
            unavailable,
            refused,
            unanswered(),
            retransmitted,
            millis(50),
            millis(99),
            isHeld() ? "held" : "not held",
            lateMicros > LATE_MICROS ? ", sender late %d ms".formatted(lateMicros / 1000) : "");
  }
}
