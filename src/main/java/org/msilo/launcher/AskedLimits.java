package org.msilo.launcher;

import java.util.function.IntSupplier;
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
  static final AskedLimits NONE =
      new AskedLimits(method -> false, address -> 0, address -> false, () -> 0);

  private final Predicate<Object> load;
  private final ToLongFunction<Object> source;
  private final Predicate<Object> floods;
  private final IntSupplier connections;

  AskedLimits(
      Predicate<Object> load,
      ToLongFunction<Object> source,
      Predicate<Object> floods,
      IntSupplier connections) {
    this.load = load;
    this.source = source;
    this.floods = floods;
    this.connections = connections;
  }

  @SuppressWarnings("unchecked") // Both sides know that methods and addresses are strings.
  static AskedLimits leftIn(ServletContext context) {
    return context.getAttribute("org.msilo.loadLimit") instanceof Predicate<?> load
            && context.getAttribute("org.msilo.sourceLimit") instanceof ToLongFunction<?> source
            && context.getAttribute("org.msilo.floods") instanceof Predicate<?> floods
            && context.getAttribute("org.msilo.connections") instanceof IntSupplier connections
        ? new AskedLimits(
            (Predicate<Object>) load,
            (ToLongFunction<Object>) source,
            (Predicate<Object>) floods,
            connections)
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

  /** Connections that one IP address may have; 0 for no limit. */
  int connectionsOfOne() {
    return connections.getAsInt();
  }

  /** Whether this datagram of the address is too much to be read; counts it. */
  boolean isFlood(String address) {
    return floods.test(address);
  }
}
