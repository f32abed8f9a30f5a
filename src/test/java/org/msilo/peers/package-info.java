/** The packaged war against programs that others wrote; needs Debian's sip-tester and sipsak. */
package org.msilo.peers;
