/** Starts the SIP Servlets container by itself, so that one file is a whole server. */
package org.msilo.launcher;
