package org.msilo.auth;

import java.util.List;
import java.util.Optional;
import org.msilo.message.AddressOfRecord;

/** The users and the hashes of their passwords. Thread-safe. */
public interface SubscriberStore extends SubscriberSource {

  /** Adds a user, or gives him these secrets in place of those he had. Waits for the database. */
  default void put(Subscriber subscriber) {
    putAll(List.of(subscriber));
  }

  /** The same for many in one transaction; of two with one name the last counts. */
  void putAll(List<Subscriber> subscribers);

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
