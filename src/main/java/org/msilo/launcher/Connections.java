package org.msilo.launcher;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The connections that others have opened to one stack, of all transports together, and what the
 * application says of them: how many of one IP address, and how long one may be silent.
 * Thread-safe.
 */
final class Connections {
  private final AtomicReference<AskedLimits> limits = new AtomicReference<>(AskedLimits.NONE);
  private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();

  /** From now on the application is asked. */
  void bound(AskedLimits asked) {
    limits.set(asked);
  }

  /** Whether there may be one more of this address; if so it is to be ended, too. */
  boolean begin(InetAddress peer) {
    int most = limits.get().connectionsOfOne();
    int count = open.merge(peer, 1, Integer::sum);
    if (most == 0 || count <= most) {
      return true;
    }
    end(peer);
    limits.get().connectionRefused();
    return false;
  }

  /** One of this address is gone. */
  void end(InetAddress peer) {
    open.computeIfPresent(peer, (address, count) -> count == 1 ? null : count - 1);
  }

  /** For a connection that begins now. */
  Pace pace() {
    return new Pace(() -> Duration.ofSeconds(limits.get().idleSeconds()), System::nanoTime);
  }

  /** A connection is closed because the other side took too long. */
  void tooSlow() {
    limits.get().connectionTooSlow();
  }
}
