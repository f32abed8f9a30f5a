package org.msilo.app;

import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;
import javax.servlet.ServletContext;
import org.msilo.limit.Floods;
import org.msilo.sip.LoadLimit;

/**
 * What a container that can refuse a request before it keeps anything of it is to ask.
 *
 * @param load whether new requests of a method are too many now
 * @param source seconds until an IP address may ask again; 0 for now
 * @param floods whether one more datagram of an IP address is too much to be read
 * @param connections how many TCP connections an IP address may have; 0 for no limit
 */
record EarlyLimits(
    LoadLimit load, ToLongFunction<String> source, Floods floods, IntSupplier connections) {

  /** Where such a container finds them. */
  void leaveIn(ServletContext context) {
    context.setAttribute("org.msilo.loadLimit", load);
    context.setAttribute("org.msilo.sourceLimit", source);
    context.setAttribute("org.msilo.floods", floods);
    context.setAttribute("org.msilo.connections", connections);
  }
}
