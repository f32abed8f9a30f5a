/** The war in a stock Tomcat that others run, as a process of its own. */
package org.msilo.standalone;
