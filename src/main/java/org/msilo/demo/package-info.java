/** A play in one process: two phones and the real server show what msilo is for. */
package org.msilo.demo;
