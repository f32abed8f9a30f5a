/** What a message costs the store as the tables grow, measured on the stores without SIP. */
package org.msilo.bench.scale;
