package org.msilo.launcher;

import gov.nist.javax.sip.stack.DatagramQueuedMessageDispatch;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Where requests of one method wait, as the bytes that they came in, until the server has time for
 * them: one that was taken on costs some twenty times as much memory, which the collector moves
 * while it waits. What would wait too long stays out, and was not read: its sender sends it again
 * (RFC 3261 17.1.2.2). Half as much room again is kept for addresses with little in it, so that
 * nobody keeps the others out alone. Not thread-safe.
 */
final class WaitingRoom {
  /** As much as the socket keeps before it. */
  static final int BYTES = 4 << 20;

  /** So many datagrams of one address are little. */
  static final int LITTLE = 16;

  private final long longestNanos;
  private final LongSupplier nanos;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Map<InetAddress, Integer> counts = new HashMap<>();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * @param longest nobody comes in any more when the first has waited for so long
   */
  WaitingRoom(Duration longest, LongSupplier nanos) {
    this.longestNanos = longest.toNanos();
    this.nanos = nanos;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int size() {
    return waiting.size();
  }

  /** Whether one more from this address has room, and will not wait too long. */
  boolean hasRoomFor(InetAddress source) {
    return hasRoom(BYTES, longestNanos)
        || counts.getOrDefault(source, 0) < LITTLE
            && hasRoom(BYTES + BYTES / 2, longestNanos + longestNanos / 2);
  }

  private boolean hasRoom(int mostBytes, long longest) {
    return waiting.isEmpty()
        || bytes.get() < mostBytes && nanos.getAsLong() - waiting.getFirst().since < longest;
  }

  void add(DatagramQueuedMessageDispatch datagram) {
    waiting.add(new Waiting(datagram, nanos.getAsLong()));
    bytes.addAndGet(datagram.packet.getLength());
    counts.merge(datagram.packet.getAddress(), 1, Integer::sum);
  }

  /** Hands on what waits, the first first, until one is not taken. */
  void handOn(Predicate<DatagramQueuedMessageDispatch> taker) {
    while (!waiting.isEmpty() && taker.test(waiting.getFirst().datagram)) {
      DatagramQueuedMessageDispatch gone = waiting.removeFirst().datagram;
      bytes.addAndGet(-gone.packet.getLength());
      counts.computeIfPresent(
          gone.packet.getAddress(), (source, count) -> count == 1 ? null : count - 1);
    }
  }

  private record Waiting(DatagramQueuedMessageDispatch datagram, long since) {}
}
