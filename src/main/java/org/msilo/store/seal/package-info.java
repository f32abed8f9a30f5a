/** What keeps the content of stored messages unread by those who can read the database. */
package org.msilo.store.seal;
