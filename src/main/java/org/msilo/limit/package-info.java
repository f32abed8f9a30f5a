/** What one user, sender or address may ask of the server, and how often it was too much. */
package org.msilo.limit;
