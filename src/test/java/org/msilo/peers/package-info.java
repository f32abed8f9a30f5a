/**
 * The packaged war against programs that others wrote; needs Debian's sip-tester, sipsak and
 * kamailio.
 */
package org.msilo.peers;
