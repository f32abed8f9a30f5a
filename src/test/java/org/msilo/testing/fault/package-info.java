/**
 * What goes wrong around the server, brought about from outside: a database that fails, is slow or
 * is cut off, a network that loses, and a process that stands still at a chosen step until it is
 * killed.
 */
package org.msilo.testing.fault;
