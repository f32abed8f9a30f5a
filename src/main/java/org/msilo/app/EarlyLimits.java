package org.msilo.app;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import javax.servlet.ServletContext;
import org.msilo.limit.Floods;
import org.msilo.limit.Limit;
import org.msilo.limit.LimitCounts;
import org.msilo.sip.LoadLimit;

/**
 * What a container that can refuse a request before it keeps anything of it is to ask.
 *
 * @param load whether new requests of a method are to wait or to be turned away now
 * @param source seconds until an IP address may ask again; 0 for now
 * @param floods whether one more datagram of an IP address is too much to be read
 * @param connections how many connections an IP address may have; 0 for no limit
 * @param idleConnection seconds that a connection may be silent; 0 for ever
 * @param hits counts a limit that such a container saw to
 */
record EarlyLimits(
    LoadLimit load,
    ToLongFunction<String> source,
    Floods floods,
    IntSupplier connections,
    IntSupplier idleConnection,
    LimitCounts hits) {

  /** Where such a container finds them. */
  void leaveIn(ServletContext context) {
    Predicate<String> turnedAway = load::isTurnedAway;
    context.setAttribute("org.msilo.loadLimit", turnedAway);
    Predicate<String> waits = load::isToWait;
    context.setAttribute("org.msilo.waitLimit", waits);
    Consumer<String> unread = load::leftUnread;
    context.setAttribute("org.msilo.leftUnread", unread);
    BiConsumer<String, ToDoubleFunction<String>> outside = load::showOutside;
    context.setAttribute("org.msilo.outside", outside);
    context.setAttribute("org.msilo.sourceLimit", source);
    context.setAttribute("org.msilo.floods", floods);
    context.setAttribute("org.msilo.connections", connections);
    context.setAttribute("org.msilo.idleConnection", idleConnection);
    Consumer<String> hit = name -> hits.hit(Limit.valueOf(name));
    context.setAttribute("org.msilo.limitHit", hit);
  }
}
