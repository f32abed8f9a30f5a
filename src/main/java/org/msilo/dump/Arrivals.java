package org.msilo.dump;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.msilo.message.AddressOfRecord;

/**
 * Messages on their way into a mailbox whose user was away when they came. If he registers before
 * they are committed, the dump finds nothing yet; this notes it, so that the commit can start a
 * dump. Thread-safe.
 */
public final class Arrivals {
  private final ConcurrentMap<AddressOfRecord, Pending> pending = new ConcurrentHashMap<>();

  /** A message is on its way; to be called before the bindings are looked up. */
  public Arrival begin(AddressOfRecord aor) {
    pending.merge(aor, new Pending(1, false), (a, b) -> new Pending(a.messages + 1, a.registered));
    return new Arrival(aor);
  }

  /** The address-of-record got a binding, and that is committed. */
  void registered(AddressOfRecord aor) {
    pending.computeIfPresent(aor, (key, p) -> new Pending(p.messages, true));
  }

  private boolean end(AddressOfRecord aor) {
    AtomicBoolean registered = new AtomicBoolean();
    pending.computeIfPresent(
        aor,
        (key, p) -> {
          registered.set(p.registered);
          return p.messages == 1 ? null : new Pending(p.messages - 1, p.registered);
        });
    return registered.get();
  }

  private record Pending(int messages, boolean registered) {}

  /** One message on its way. */
  public final class Arrival {
    private final AddressOfRecord aor;
    private final AtomicBoolean over = new AtomicBoolean();

    private Arrival(AddressOfRecord aor) {
      this.aor = aor;
    }

    /**
     * The message has been committed, or went another way; the second call does nothing.
     *
     * @return whether its user registered meanwhile
     */
    public boolean end() {
      return over.compareAndSet(false, true) && Arrivals.this.end(aor);
    }
  }
}
