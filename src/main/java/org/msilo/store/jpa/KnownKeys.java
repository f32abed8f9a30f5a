package org.msilo.store.jpa;

import java.security.MessageDigest;
import org.msilo.store.MessageStoreException;
import org.msilo.store.RejectedRowException;
import org.msilo.store.seal.KeyRing;

/**
 * Remembers which keys belong to which ids, so that a wrong key is found at start, and not by each
 * message it cannot open. Thread-safe; waits for the database.
 */
final class KnownKeys {
  private final Transactions transactions;

  KnownKeys(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * @throws DatabaseUnavailableException if a key is not the one that its id stood for before
   */
  void check(KeyRing keys) {
    for (String id : keys.ids()) {
      byte[] fingerprint = keys.fingerprint(id);
      if (!MessageDigest.isEqual(fingerprint, known("key " + id, fingerprint))) {
        throw new DatabaseUnavailableException(
            ("the key %s in encryption_key_file is not the one that messages are sealed with:"
                    + " give the new key another id, and put the old one back")
                .formatted(id),
            null);
      }
    }
  }

  private byte[] known(String name, byte[] fresh) {
    try {
      SecretRow row = find(name);
      if (row == null) {
        transactions.write(session -> session.insert(new SecretRow(name, fresh)));
        return fresh;
      }
      return row.bytes();
    } catch (RejectedRowException e) {
      // Another node was faster; its key counts.
      return find(name).bytes();
    } catch (MessageStoreException e) {
      throw new DatabaseUnavailableException(DatabaseFaults.explain(e), e);
    }
  }

  private SecretRow find(String name) {
    return transactions.read(session -> session.get(SecretRow.class, name));
  }
}
