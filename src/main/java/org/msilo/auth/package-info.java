/**
 * Who is who: digest authentication (RFC 7616, RFC 8760) without anything of the container; does
 * what the modules auth and auth_db do beside SER's msilo.
 */
package org.msilo.auth;
