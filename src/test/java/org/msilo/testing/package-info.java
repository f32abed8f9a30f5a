/**
 * What the plays are made of: a scripted SIP phone, the real server in this process or as a child,
 * a settable clock.
 */
package org.msilo.testing;
