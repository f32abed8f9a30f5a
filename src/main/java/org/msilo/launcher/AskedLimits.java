package org.msilo.launcher;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
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
      new AskedLimits(
          method -> false,
          method -> {},
          (place, waiting) -> {},
          method -> false,
          address -> 0,
          address -> false,
          () -> 0,
          () -> 0,
          limit -> {});

  private final Predicate<Object> waits;
  private final Consumer<Object> unread;
  private final BiConsumer<Object, Object> outside;
  private final Predicate<Object> load;
  private final ToLongFunction<Object> source;
  private final Predicate<Object> floods;
  private final IntSupplier connections;
  private final IntSupplier idle;
  private final Consumer<Object> hit;

  AskedLimits(
      Predicate<Object> waits,
      Consumer<Object> unread,
      BiConsumer<Object, Object> outside,
      Predicate<Object> load,
      ToLongFunction<Object> source,
      Predicate<Object> floods,
      IntSupplier connections,
      IntSupplier idle,
      Consumer<Object> hit) {
    this.waits = waits;
    this.unread = unread;
    this.outside = outside;
    this.load = load;
    this.source = source;
    this.floods = floods;
    this.connections = connections;
    this.idle = idle;
    this.hit = hit;
  }

  @SuppressWarnings("unchecked") // Both sides know that methods, addresses and names are strings.
  static AskedLimits leftIn(ServletContext context) {
    return context.getAttribute("org.msilo.waitLimit") instanceof Predicate<?> waits
            && context.getAttribute("org.msilo.leftUnread") instanceof Consumer<?> unread
            && context.getAttribute("org.msilo.outside") instanceof BiConsumer<?, ?> outside
            && context.getAttribute("org.msilo.loadLimit") instanceof Predicate<?> load
            && context.getAttribute("org.msilo.sourceLimit") instanceof ToLongFunction<?> source
            && context.getAttribute("org.msilo.floods") instanceof Predicate<?> floods
            && context.getAttribute("org.msilo.connections") instanceof IntSupplier connections
            && context.getAttribute("org.msilo.idleConnection") instanceof IntSupplier idle
            && context.getAttribute("org.msilo.limitHit") instanceof Consumer<?> hit
        ? new AskedLimits(
            (Predicate<Object>) waits,
            (Consumer<Object>) unread,
            (BiConsumer<Object, Object>) outside,
            (Predicate<Object>) load,
            (ToLongFunction<Object>) source,
            (Predicate<Object>) floods,
            connections,
            idle,
            (Consumer<Object>) hit)
        : NONE;
  }

  /** Whether a request of this method that nobody has looked at had better wait. */
  boolean isToWait(String method) {
    return waits.test(method);
  }

  /** Counts a request of this method that would have waited too long, and was not read. */
  void leftUnread(String method) {
    unread.accept(method);
  }

  /**
   * Leaves the application to be told, whenever somebody looks, how many requests of each method
   * wait here.
   *
   * @param place where they wait, for people
   */
  void showOutside(String place, ToDoubleFunction<String> waiting) {
    outside.accept(place, waiting);
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

  /** Seconds that a connection may be silent; 0 for ever. */
  int idleSeconds() {
    return idle.getAsInt();
  }

  /** Counts a connection that was one too many. */
  void connectionRefused() {
    hit.accept("CONNECTIONS");
  }

  /** Counts a connection that was too slow, or silent. */
  void connectionTooSlow() {
    hit.accept("IDLE_CONNECTIONS");
  }

  /** Whether this datagram of the address is too much to be read; counts it. */
  boolean isFlood(String address) {
    return floods.test(address);
  }
}
