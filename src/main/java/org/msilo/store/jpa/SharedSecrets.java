package org.msilo.store.jpa;

import java.security.SecureRandom;
import org.msilo.store.RejectedRowException;

/**
 * Secrets that all nodes on a database share, across restarts. Thread-safe; waits for the database.
 */
public final class SharedSecrets {
  private static final int BYTES = 32;

  private final Transactions transactions;

  public SharedSecrets(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The secret of this name, made if there is none yet. */
  public byte[] get(String name) {
    byte[] known = find(name);
    if (known != null) {
      return known;
    }
    byte[] fresh = new byte[BYTES];
    new SecureRandom().nextBytes(fresh);
    try {
      transactions.write(session -> session.insert(new SecretRow(name, fresh)));
      return fresh;
    } catch (RejectedRowException e) {
      // Another node was faster; its secret counts.
      return find(name);
    }
  }

  private byte[] find(String name) {
    SecretRow row = transactions.read(session -> session.get(SecretRow.class, name));
    return row == null ? null : row.bytes();
  }
}
