/**
 * SIP as bytes on sockets, read and written by hand, so that the container's parser never judges
 * itself.
 */
package org.msilo.testing.wire;
