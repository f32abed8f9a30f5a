package org.msilo.launcher;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The responses of requests over UDP whose transactions are over, for copies of these requests: a
 * server transaction has to repeat its final response for 32 s (Timer J, RFC 3261 17.2.2), for
 * which its bytes are enough. The stack keeps 2.3 kB in 48 objects for each request instead, which
 * the collector moves. If there are more than there is room for, the oldest are forgotten early,
 * and a copy of them is a new request, whose message the store knows. Thread-safe.
 */
final class AnsweredRequests {
  /** 64 times T1. */
  private static final Duration TIMER_J = Duration.ofSeconds(32);

  /** Requests are forgotten many at once, so that none has to be taken out by itself. */
  private static final int GENERATIONS = 8;

  /** One more, for what was kept last is as old as Timer J then. */
  private static final int KEPT = GENERATIONS + 1;

  private static final long GENERATION_NANOS = TIMER_J.toNanos() / GENERATIONS;

  /** Of what memory there is; enough for 10,000 requests a second and a heap of 2 GB. */
  private static final int SHARE_OF_MEMORY = 8;

  /** Bytes that an entry takes beside its texts: their headers, and a node and a place in a map. */
  private static final int ENTRY_BYTES = 80;

  private static final String COOKIE = "z9hg4bk";

  private final LongSupplier nanos;
  private final long generationBytes;

  /** The newest first, never empty. */
  private final AtomicReference<List<Generation>> generations;

  AnsweredRequests() {
    this(System::nanoTime, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
  }

  /** With a clock, and the number of bytes that all may take. */
  AnsweredRequests(LongSupplier nanos, long bytes) {
    this.nanos = nanos;
    this.generationBytes = bytes / KEPT;
    this.generations = new AtomicReference<>(List.of(new Generation(nanos.getAsLong())));
  }

  /**
   * What the copies of a request have in common (RFC 3261 17.2.3), and more, for there are senders
   * that use a branch again; and where it came from, so that no other address is sent the response.
   * Empty for what does not come from the network or is answered elsewhere (maddr), and for
   * branches of RFC 2543, by which the stack tells copies its own way.
   */
  static Optional<String> keyOf(SIPRequest request) {
    Via via = request.getTopmostVia();
    InetAddress source = request.getPeerPacketSourceAddress();
    String branch = via.getBranch() == null ? "" : via.getBranch().toLowerCase(Locale.ROOT);
    if (source == null || via.getMAddr() != null || !branch.startsWith(COOKIE)) {
      return Optional.empty();
    }
    return Optional.of(
        String.join(
            " ",
            branch,
            via.getSentBy().encode(),
            request.getMethod(),
            source.getHostAddress(),
            Long.toString(request.getCSeq().getSeqNumber()),
            request.getCallId().getCallId()));
  }

  /** Keeps the response of this request for at least as long as Timer J, if there is room. */
  void keep(String key, byte[] response) {
    newest().keep(key, response);
  }

  /** The response of this request, if it is still kept. */
  Optional<byte[]> find(String key) {
    long now = nanos.getAsLong();
    for (Generation generation : generations.get()) {
      if (now - generation.born >= KEPT * GENERATION_NANOS) {
        break; // Some use a branch again; nothing is let go of while nothing is sent.
      }
      byte[] response = generation.responses.get(key);
      if (response != null) {
        return Optional.of(response);
      }
    }
    return Optional.empty();
  }

  private Generation newest() {
    Generation newest = generations.get().get(0);
    return isOver(newest) ? next() : newest;
  }

  private boolean isOver(Generation generation) {
    return nanos.getAsLong() - generation.born >= GENERATION_NANOS
        || generation.bytes.get() >= generationBytes;
  }

  private synchronized Generation next() {
    Generation newest = generations.get().get(0);
    if (isOver(newest)) {
      newest = new Generation(nanos.getAsLong());
      generations.set(
          Stream.concat(Stream.of(newest), generations.get().stream()).limit(KEPT).toList());
    }
    return newest;
  }

  private static final class Generation {
    private final long born;
    private final Map<String, byte[]> responses = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    private Generation(long born) {
      this.born = born;
    }

    private void keep(String key, byte[] response) {
      responses.put(key, response);
      bytes.addAndGet(key.length() + response.length + ENTRY_BYTES);
    }
  }
}
