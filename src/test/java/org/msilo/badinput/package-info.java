/**
 * What nobody should send: the torture messages of RFC 4475 and RFC 5118, one fault at a time, and
 * seeded streams of mutated requests. Each is answered or dropped; nothing breaks, leaks or stays.
 */
package org.msilo.badinput;
