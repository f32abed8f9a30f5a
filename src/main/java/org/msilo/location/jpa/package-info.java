/** The bindings in a relational database, by Jakarta Persistence and Hibernate. */
package org.msilo.location.jpa;
