/** The mailboxes in a relational database, by Jakarta Persistence and Hibernate. */
package org.msilo.store.jpa;
