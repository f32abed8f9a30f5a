package org.msilo.auth;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.msilo.message.AddressOfRecord;

/** The users and the hashes of their passwords. Thread-safe. */
public interface SubscriberStore {

  /**
   * Looks a user up; does not wait. The future fails with {@link
   * org.msilo.store.MessageStoreException} when the store cannot work.
   */
  CompletableFuture<Optional<Subscriber>> find(AddressOfRecord aor);

  /** Adds a user, or gives him these secrets in place of those he had. Waits for the database. */
  void put(Subscriber subscriber);

  /** Removes a user; false if there is none of this name. Waits for the database. */
  boolean remove(AddressOfRecord aor);

  /**
   * Users in the order of domain and name. Waits for the database.
   *
   * @param previous the last one of the page before
   * @param limit most in a page
   */
  List<Subscriber> listAfter(Optional<AddressOfRecord> previous, int limit);
}
