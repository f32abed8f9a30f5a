/** Speaks SIP: turns requests into the other rooms' words, and their answers into responses. */
package org.msilo.sip;
