package org.msilo.sip;

import java.util.function.Predicate;
import org.msilo.metrics.Meters;

/**
 * How this room is watched, and kept from more than it can do.
 *
 * @param tooMany whether new requests of a method are to be turned away now
 */
public record Watch(Predicate<String> tooMany, Meters meters) {}
