/**
 * Where each address-of-record can be reached: registrar and location service of RFC 3261 10 (SER's
 * registrar and usrloc modules).
 */
package org.msilo.location;
