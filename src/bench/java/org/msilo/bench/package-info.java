/** Puts loads on the packaged server and on Kamailio's msilo, and says how they compare. */
package org.msilo.bench;
