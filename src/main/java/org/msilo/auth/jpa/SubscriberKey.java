package org.msilo.auth.jpa;

import java.io.Serializable;

/** The primary key of the table of subscribers. */
record SubscriberKey(String username, String domain) implements Serializable {}
