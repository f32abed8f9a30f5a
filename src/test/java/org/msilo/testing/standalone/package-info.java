/** A stock Tomcat with the SIP container, as those run it who are not msilo. */
package org.msilo.testing.standalone;
