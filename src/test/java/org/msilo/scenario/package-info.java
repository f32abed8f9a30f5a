/**
 * Plays with speaking phones against the real container: what design and RFCs promise on the wire.
 */
package org.msilo.scenario;
