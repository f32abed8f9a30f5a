package org.msilo.bench;

/**
 * Something that is measured.
 *
 * @param load name of the load
 * @param what in words
 * @param unit "/s", "ms", "µs", or "" for a number
 */
public record Figure(String load, String what, String unit) {}
