/**
 * Takes over the silo table of SER, Kamailio or OpenSIPS, and writes one back, so that nobody is
 * locked in: a program of its own on the application's rooms, without a SIP container.
 */
package org.msilo.transfer;
