package org.msilo.launcher;

import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import javax.servlet.ServletContext;

/**
 * What the application left to be asked before anything is kept of a request. It has classes of its
 * own, so only those of the JDK speak for it here. Without an application nothing is too much.
 * Thread-safe.
 */
final class AskedLimits {
  /** Asks for nothing. */
  static final AskedLimits NONE = new AskedLimits(method -> false, address -> 0, address -> false);

  private final Predicate<Object> load;
  private final ToLongFunction<Object> source;
  private final Predicate<Object> floods;

  AskedLimits(Predicate<Object> load, ToLongFunction<Object> source, Predicate<Object> floods) {
    this.load = load;
    this.source = source;
    this.floods = floods;
  }

  @SuppressWarnings("unchecked") // Both sides know that methods and addresses are strings.
  static AskedLimits leftIn(ServletContext context) {
    return context.getAttribute("org.msilo.loadLimit") instanceof Predicate<?> load
            && context.getAttribute("org.msilo.sourceLimit") instanceof ToLongFunction<?> source
            && context.getAttribute("org.msilo.floods") instanceof Predicate<?> floods
        ? new AskedLimits(
            (Predicate<Object>) load, (ToLongFunction<Object>) source, (Predicate<Object>) floods)
        : NONE;
  }

  /** Whether new requests of this method are too many now. */
  boolean isTooMuch(String method) {
    return load.test(method);
  }

  /** Seconds until this IP address may ask again; 0 for now. */
  long secondsToWait(String address) {
    return source.applyAsLong(address);
  }

  /** Whether this datagram of the address is too much to be read; counts it. */
  boolean isFlood(String address) {
    return floods.test(address);
  }
}
