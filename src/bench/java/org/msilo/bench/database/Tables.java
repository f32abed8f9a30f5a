package org.msilo.bench.database;

import java.util.BitSet;

/** The tables one server keeps its mail in. */
public interface Tables {
  /** How many messages are stored; safe while the server runs. */
  long rows();

  /**
   * The numbers of the requests whose messages are stored.
   *
   * @param mark what their Call-IDs begin with: a hyphen and eight digits follow; and the users
   *     they are for: a u and the same digits
   */
  BitSet stored(String mark);

  /** Forgets all mail and bindings; safe while the server is idle. */
  void empty();

  /**
   * Writes mail into empty tables; safe while the server is idle, and any number of messages goes.
   */
  void fill(Backlog backlog);
}
